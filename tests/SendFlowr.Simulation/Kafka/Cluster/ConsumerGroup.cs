using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Cluster;

internal enum GroupState
{
    Empty,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
}

/// <summary>A member as the coordinator knows it.</summary>
internal sealed class GroupMember(string id, string? instance, IReadOnlyCollection<string> topics)
{
    public string Id { get; set; } = id;

    public string? Instance { get; } = instance;

    public IReadOnlyCollection<string> Topics { get; set; } = topics;

    public bool HasJoined { get; set; }

    /// <summary>The id whose session is being watched.</summary>
    public string WatchedId { get; set; } = "";

    public long LastHeardMilliseconds { get; set; }

    public List<TopicPartition> Assignment { get; set; } = [];
}

/// <summary>A consumer group as its coordinator knows it: members, and committed offsets.</summary>
internal sealed class ConsumerGroup
{
    public GroupState State { get; set; }

    public int Generation { get; set; }

    /// <summary>Counts rebalances begun and ended, so that what is due for an older one is recognised.</summary>
    public long Round { get; set; }

    public List<GroupMember> Members { get; } = [];

    public Dictionary<TopicPartition, long> Offsets { get; } = [];

    /// <summary>Offsets of open transactions, by producer.</summary>
    public Dictionary<long, Dictionary<TopicPartition, long>> PendingOffsets { get; } = [];

    public GroupMember? Find(string id) => Members.Find(member => member.Id == id);

    /// <summary>Whether a member is who it says. A known instance under another member id means that a newer process has it (KIP-345).</summary>
    public BrokerAnswer Validate(string id, string? instance)
    {
        if (instance is not null)
        {
            GroupMember? holder = Members.Find(member => member.Instance == instance);
            return holder is null ? BrokerAnswer.UnknownMemberId : holder.Id == id ? BrokerAnswer.None : BrokerAnswer.FencedInstanceId;
        }

        return Find(id) is null ? BrokerAnswer.UnknownMemberId : BrokerAnswer.None;
    }
}
