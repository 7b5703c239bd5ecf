namespace SendFlowr.Pipeline.Requests;

/// <summary>
/// The guards that make a request end once and rightly, each of which the simulation can take away to show that it would notice.
/// All are on; the public surface cannot change them.
/// </summary>
internal sealed record RequestGuards
{
    public static RequestGuards All { get; } = new();

    /// <summary>A plan is judged again by the newest rows before it is fired.</summary>
    public bool JudgeBeforeFiring { get; init; } = true;

    /// <summary>The home takes a request_id once.</summary>
    public bool TakeIdOnce { get; init; } = true;

    /// <summary>How long a due trigger waits at most until what is in the inputs has been read; 0 is not at all.</summary>
    public long PatienceMilliseconds { get; init; } = 60_000;

    /// <summary>A cancelled request is taken out of what waits.</summary>
    public bool DropCancelled { get; init; } = true;
}
