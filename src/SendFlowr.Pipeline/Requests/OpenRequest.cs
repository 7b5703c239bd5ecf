using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>An open request, or one that is about to be: what was requested and where it stands. Immutable.</summary>
/// <param name="Key">Hash of its request_id.</param>
/// <param name="Request">What was requested.</param>
/// <param name="DecisionId"><c>d_</c> and 32 hex digits, the same in every revision.</param>
/// <param name="Row">Where it stands.</param>
internal sealed record OpenRequest(RowKey Key, SendRequest Request, string DecisionId, PendingRow Row)
{
    /// <summary>Puts it together from its parts; the id follows from them.</summary>
    public static OpenRequest Of(RowKey key, SendRequest request, PendingRow row) =>
        new(key, request, RequestDigest.DecisionId(row.AcceptedAt, key, RequestDigest.ContentOf(request)), row);
}
