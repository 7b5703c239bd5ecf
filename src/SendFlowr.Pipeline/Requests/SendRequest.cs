using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Requests;

/// <summary>A request to send one message to one person at the best minute of a window, as it was requested. Immutable.</summary>
/// <remarks>
/// Made by <see cref="RequestJson"/> or <see cref="RequestCodec"/>, which hold it to <see cref="RequestLimits"/>. Defaults that depend on the
/// receipt are not filled in: the same content posted twice is the same request.
/// </remarks>
public sealed record SendRequest
{
    public const string DefaultChannel = "email";

    /// <summary>The idempotency key, 1 to 128 characters.</summary>
    public required string RequestId { get; init; }

    /// <summary>One or more identifiers of the person.</summary>
    public required IReadOnlyList<RequestedIdentifier> Recipient { get; init; }

    public string Channel { get; init; } = DefaultChannel;

    /// <summary>Empty when nobody is named.</summary>
    public string Provider { get; init; } = "";

    public string? CampaignId { get; init; }

    public string? CampaignType { get; init; }

    public string? Template { get; init; }

    /// <summary>The earliest minute that nothing forbids instead of the best one.</summary>
    public bool Urgent { get; init; }

    /// <summary>Earliest arrival, inclusive; null: the receipt.</summary>
    public Timestamp? SendAfter { get; init; }

    /// <summary>Latest arrival, inclusive; null: seven days after <see cref="SendAfter"/>.</summary>
    public Timestamp? SendBefore { get; init; }

    public DecisionResolution Resolution { get; init; }

    public DecisionArm Arm { get; init; }

    /// <summary>0 to 3600; used only while nothing is measured on the lane.</summary>
    public double? LatencyHintSeconds { get; init; }

    /// <summary>Carried to the trigger untouched; ordered by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];

    /// <summary>It came by HTTP, where a conflict is answered at once.</summary>
    public bool ByHttp { get; init; }

    /// <summary>The window with its defaults filled in.</summary>
    public TimingWindow WindowOf(Timestamp received) => TimingWindow.Of(SendAfter, SendBefore, received);
}
