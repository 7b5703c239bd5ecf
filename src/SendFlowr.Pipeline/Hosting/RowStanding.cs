namespace SendFlowr.Pipeline.Hosting;

/// <summary>How fresh rows are: those of the task's owner are as committed; those of a standby may be behind. Immutable.</summary>
/// <param name="IsStandby">They come from a standby.</param>
/// <param name="BehindMilliseconds">How old the newest of what the standby has is where it is behind, in milliseconds; 0 of an owner.</param>
public readonly record struct RowStanding(bool IsStandby, long BehindMilliseconds)
{
    /// <summary>Of the owner.</summary>
    public static readonly RowStanding Owner;
}
