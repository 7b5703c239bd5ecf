using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Clients;

/// <summary>Who a consumer said it was when it was asked.</summary>
internal sealed record SimulatedMembership(string Group, string MemberId, string? Instance, int Generation) : IGroupMetadata
{
    /// <summary>The consumer itself, which commits as who it is by then.</summary>
    public Action<IReadOnlyCollection<TopicPartitionOffset>>? Commit { get; init; }

    public bool IsMember => MemberId.Length > 0;

    public void CommitOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets) => Commit!(offsets);

    /// <summary>Equal when it says the same.</summary>
    public bool Equals(SimulatedMembership? other) =>
        other is not null && (Group, MemberId, Instance, Generation) == (other.Group, other.MemberId, other.Instance, other.Generation);

    public override int GetHashCode() => HashCode.Combine(Group, MemberId, Instance, Generation);
}
