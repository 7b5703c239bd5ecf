namespace SendFlowr.Pipeline.Requests;

/// <summary>What became of a request that was submitted.</summary>
public enum RequestOutcome
{
    /// <summary>Its id is new: it was taken.</summary>
    Accepted = 0,

    /// <summary>The same request was taken before; this one has no effect.</summary>
    Duplicate = 1,

    /// <summary>Its id belongs to a request with other content; this one has no effect.</summary>
    Conflict = 2,
}

/// <summary>The answer to one submitted request. Immutable.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Status">
/// Where the request of that id stands. Null only when a busy engine has not come to it within the time the owner waits: it is durable, and a
/// later look finds it.
/// </param>
public sealed record RequestReceipt(RequestOutcome Outcome, RequestStatus? Status);
