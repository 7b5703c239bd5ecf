namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Where reading a topic begins that was never read: its start, its end, or the first record of a time or later.</summary>
public readonly record struct FeedStart
{
    private FeedStart(bool isLatest, long? timestampMilliseconds)
    {
        IsLatest = isLatest;
        TimestampMilliseconds = timestampMilliseconds;
    }

    public static FeedStart Earliest => default;

    public static FeedStart Latest => new(true, null);

    public bool IsLatest { get; }

    /// <summary>Milliseconds since 1970; null unless it begins at a time.</summary>
    public long? TimestampMilliseconds { get; }

    public static FeedStart At(long timestampMilliseconds) => new(false, timestampMilliseconds);
}
