namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>A record as it comes from a broker. Valid during the call only.</summary>
internal readonly ref struct ConsumedRecord
{
    public required TopicPartition Partition { get; init; }

    public required long Offset { get; init; }

    public required long TimestampMilliseconds { get; init; }

    /// <summary>Empty when the record has none.</summary>
    public required ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Empty for a tombstone.</summary>
    public required ReadOnlySpan<byte> Value { get; init; }

    /// <summary>The record says that its key is gone.</summary>
    public required bool IsTombstone { get; init; }
}
