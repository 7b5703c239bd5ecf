using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Where and when a request came in: what its checks depend on beside itself. Immutable.</summary>
public sealed record RequestReceiptContext
{
    /// <summary>The time of receipt: by the clock (HTTP), or the record's timestamp (topic).</summary>
    public required Timestamp Received { get; init; }

    /// <summary>ISO code of the country of national phone numbers; null: they are refused.</summary>
    public string? DefaultCountry { get; init; }

    /// <summary>
    /// By HTTP a window that has ended is refused at once; from the topic such a request is taken and ends as expired.
    /// </summary>
    public bool ByHttp { get; init; }

    internal FieldProblem? CheckWindow(SendRequest request) =>
        TimingWindow.Check(request.SendAfter, request.SendBefore, Received, mayHavePassed: !ByHttp);
}
