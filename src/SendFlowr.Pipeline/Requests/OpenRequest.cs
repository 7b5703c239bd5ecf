using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>An open request, or one that is about to be: what was requested and where it stands. Immutable.</summary>
/// <param name="Key">Hash of its request_id.</param>
/// <param name="Request">What was requested.</param>
/// <param name="Row">Where it stands.</param>
internal sealed record OpenRequest(RowKey Key, SendRequest Request, PendingRow Row);
