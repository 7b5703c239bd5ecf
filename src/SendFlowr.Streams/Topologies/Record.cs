namespace SendFlowr.Streams.Topologies;

/// <summary>A record of a topic as a processor sees it: bytes and where they came from. Valid during the call only.</summary>
public readonly ref struct Record
{
    /// <summary>Name of the source (not the topic) as given to the topology.</summary>
    public required string Source { get; init; }

    public required int Partition { get; init; }

    /// <summary>Position in the partition; for a feed, the position its owner gave (a line number, for example).</summary>
    public required long Offset { get; init; }

    public required long TimestampMilliseconds { get; init; }

    public required ReadOnlySpan<byte> Key { get; init; }

    /// <summary>Empty for a tombstone as well; see <see cref="IsTombstone"/>.</summary>
    public required ReadOnlySpan<byte> Value { get; init; }

    public bool IsTombstone { get; init; }
}
