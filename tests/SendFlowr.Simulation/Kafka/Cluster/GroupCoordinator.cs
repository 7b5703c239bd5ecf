using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Cluster;

/// <summary>Groups of the classic protocol: joins, heartbeats, sessions, generations, and offsets in transactions.</summary>
/// <remarks>The rules are those of <c>kafka.coordinator.group.GroupCoordinator</c>. The leader's part, assigning by range, is done here.</remarks>
internal sealed class GroupCoordinator(Timeline timeline, ClusterSettings settings, Func<string, int> partitionCount)
{
    private readonly Dictionary<string, ConsumerGroup> _groups = new(StringComparer.Ordinal);
    private int _lastMember;

    /// <summary>Rebalances that were completed.</summary>
    public int Rebalances { get; private set; }

    /// <summary>Members whose session ended.</summary>
    public int ExpiredSessions { get; private set; }

    public ConsumerGroup Group(string group)
    {
        if (!_groups.TryGetValue(group, out ConsumerGroup? found))
        {
            _groups[group] = found = new ConsumerGroup();
        }

        return found;
    }

    /// <summary>
    /// JoinGroup. Gives the member its id at once; what it is assigned is known when <see cref="TrySync"/> says so. A static member that comes
    /// back while nothing is going on takes its predecessor's place without a rebalance (KIP-345).
    /// </summary>
    public BrokerAnswer Join(string groupName, ref string memberId, string? instance, IReadOnlyCollection<string> topics)
    {
        ConsumerGroup group = Group(groupName);
        if (memberId.Length > 0 && group.Validate(memberId, instance) is var wrong and not BrokerAnswer.None)
        {
            return wrong;
        }

        GroupMember? member = memberId.Length > 0 ? group.Find(memberId) : instance is null ? null : group.Members.Find(known => known.Instance == instance);
        bool isNew = member is null;
        if (member is null)
        {
            member = new GroupMember("", instance, topics);
            group.Members.Add(member);
        }

        if (memberId.Length == 0)
        {
            memberId = member.Id = $"member-{++_lastMember}";
        }

        member.Topics = topics;
        member.LastHeardMilliseconds = timeline.NowMilliseconds;
        member.HasJoined = true;
        Watch(group, member);
        if (isNew || group.State is GroupState.Empty or GroupState.CompletingRebalance)
        {
            Prepare(group, keepJoined: member);
        }

        CompleteIfAllJoined(group);
        return BrokerAnswer.None;
    }

    /// <summary>Whether the member's round is complete; then what it is assigned.</summary>
    public bool TrySync(string groupName, string memberId, out int generation, out IReadOnlyList<TopicPartition> assignment)
    {
        ConsumerGroup group = Group(groupName);
        GroupMember? member = group.Find(memberId);
        generation = group.Generation;
        assignment = member?.Assignment ?? [];
        if (member is null || group.State != GroupState.Stable)
        {
            return false;
        }

        member.LastHeardMilliseconds = timeline.NowMilliseconds;
        return true;
    }

    /// <summary>SyncGroup's answer to a member whose round was overtaken by another: join again.</summary>
    public bool MustRejoin(string groupName, string memberId)
    {
        ConsumerGroup group = Group(groupName);
        return group.State == GroupState.PreparingRebalance && group.Find(memberId) is { HasJoined: false };
    }

    /// <summary>A heartbeat of a member that waits for its partitions.</summary>
    public void Touch(string groupName, string memberId)
    {
        if (Group(groupName).Find(memberId) is { } member)
        {
            member.LastHeardMilliseconds = timeline.NowMilliseconds;
        }
    }

    public BrokerAnswer Heartbeat(string groupName, string memberId, string? instance, int generation)
    {
        ConsumerGroup group = Group(groupName);
        if (group.Validate(memberId, instance) is var wrong and not BrokerAnswer.None)
        {
            return wrong;
        }

        if (generation != group.Generation)
        {
            return BrokerAnswer.IllegalGeneration;
        }

        group.Find(memberId)!.LastHeardMilliseconds = timeline.NowMilliseconds;
        return group.State == GroupState.PreparingRebalance ? BrokerAnswer.RebalanceInProgress : BrokerAnswer.None;
    }

    public void Leave(string groupName, string memberId)
    {
        ConsumerGroup group = Group(groupName);
        if (group.Find(memberId) is { } member)
        {
            Remove(group, member);
        }
    }

    /// <summary>
    /// TxnOffsetCommit. As <c>GroupCoordinator.validateOffsetCommit</c> has it: whoever names no generation, no member and no instance is not
    /// checked at all, though the group has members.
    /// </summary>
    public BrokerAnswer CommitOffsets(
        string groupName, long producer, string memberId, string? instance, int generation, IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        ConsumerGroup group = Group(groupName);
        if (Refuse(group, memberId, instance, generation) is var refused and not BrokerAnswer.None)
        {
            return refused;
        }

        if (!group.PendingOffsets.TryGetValue(producer, out Dictionary<TopicPartition, long>? pending))
        {
            group.PendingOffsets[producer] = pending = [];
        }

        foreach (TopicPartitionOffset offset in offsets)
        {
            pending[offset.Partition] = offset.Offset;
        }

        return BrokerAnswer.None;
    }

    /// <summary>OffsetCommit, outside of any transaction. Who may is the same.</summary>
    public BrokerAnswer CommitOffsets(
        string groupName, string memberId, string? instance, int generation, IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        ConsumerGroup group = Group(groupName);
        if (Refuse(group, memberId, instance, generation) is var refused and not BrokerAnswer.None)
        {
            return refused;
        }

        foreach (TopicPartitionOffset offset in offsets)
        {
            group.Offsets[offset.Partition] = offset.Offset;
        }

        return BrokerAnswer.None;
    }

    private static BrokerAnswer Refuse(ConsumerGroup group, string memberId, string? instance, int generation)
    {
        bool isNobody = generation < 0 && memberId.Length == 0 && instance is null;
        if (isNobody || (generation < 0 && group.Members.Count == 0))
        {
            return BrokerAnswer.None;
        }

        return group.Validate(memberId, instance) is var wrong and not BrokerAnswer.None
            ? wrong
            : generation != group.Generation ? BrokerAnswer.IllegalGeneration : BrokerAnswer.None;
    }

    /// <summary>The marker of a transaction has reached the offsets.</summary>
    public void EndTransaction(string groupName, long producer, bool isCommit)
    {
        ConsumerGroup group = Group(groupName);
        if (group.PendingOffsets.Remove(producer, out Dictionary<TopicPartition, long>? pending) && isCommit)
        {
            foreach ((TopicPartition partition, long offset) in pending)
            {
                group.Offsets[partition] = offset;
            }
        }
    }

    /// <summary>Whether no open transaction is about to commit an offset of the partitions (KIP-447, <c>require_stable</c>).</summary>
    public bool IsStable(string groupName, IEnumerable<TopicPartition> partitions)
    {
        ConsumerGroup group = Group(groupName);
        return group.PendingOffsets.Count == 0 || !partitions.Any(partition => group.PendingOffsets.Values.Any(pending => pending.ContainsKey(partition)));
    }

    /// <summary>A topic is gone, and so are the offsets of it.</summary>
    public void ForgetTopic(string topic)
    {
        foreach (Dictionary<TopicPartition, long> offsets in _groups.Values.Select(group => group.Offsets))
        {
            foreach (TopicPartition partition in offsets.Keys.Where(partition => partition.Topic == topic).ToArray())
            {
                offsets.Remove(partition);
            }
        }
    }

    private void Prepare(ConsumerGroup group, GroupMember? keepJoined)
    {
        if (group.State == GroupState.PreparingRebalance)
        {
            return;
        }

        group.State = GroupState.PreparingRebalance;
        group.Members.ForEach(member => member.HasJoined = member == keepJoined);
        long round = ++group.Round;
        timeline.After(settings.MaxPollMilliseconds, () =>
        {
            if (group.Round == round && group.State == GroupState.PreparingRebalance)
            {
                // Static members stay though they have not come: only the end of their session removes them.
                group.Members.RemoveAll(member => !member.HasJoined && member.Instance is null);
                Complete(group);
            }
        });
    }

    private void CompleteIfAllJoined(ConsumerGroup group)
    {
        if (group.State == GroupState.PreparingRebalance && group.Members.TrueForAll(member => member.HasJoined))
        {
            Complete(group);
        }
    }

    private void Complete(ConsumerGroup group)
    {
        long round = ++group.Round;
        group.Generation++;
        Rebalances++;
        if (group.Members.Count == 0)
        {
            group.State = GroupState.Empty;
            return;
        }

        group.State = GroupState.CompletingRebalance;
        Dictionary<string, List<TopicPartition>> assignment = RangeAssignor.Assign(
            group.Members.Select(member => (member.Id, member.Instance ?? member.Id, member.Topics)), partitionCount);
        foreach (GroupMember member in group.Members)
        {
            member.LastHeardMilliseconds = timeline.NowMilliseconds;
            member.Assignment = assignment[member.Id];
            Watch(group, member);
        }

        timeline.After(settings.SyncDelay(), () =>
        {
            if (group.Round == round)
            {
                group.State = GroupState.Stable;
            }
        });
    }

    private void Watch(ConsumerGroup group, GroupMember member)
    {
        if (member.WatchedId != member.Id)
        {
            member.WatchedId = member.Id;
            ScheduleExpiry(group, member, member.Id);
        }
    }

    private void ScheduleExpiry(ConsumerGroup group, GroupMember member, string id)
    {
        // Whoever waits for a rebalance to complete is not asked for heartbeats.
        bool isAwaitingJoin = group.State == GroupState.PreparingRebalance && member.HasJoined;
        long left = member.LastHeardMilliseconds + settings.SessionTimeoutMilliseconds - timeline.NowMilliseconds;
        timeline.After(isAwaitingJoin ? settings.SessionTimeoutMilliseconds : Math.Max(1, left), () =>
        {
            if (member.Id != id || !group.Members.Contains(member))
            {
                return;
            }

            bool isHeard = member.LastHeardMilliseconds + settings.SessionTimeoutMilliseconds > timeline.NowMilliseconds;
            if (isHeard || (group.State == GroupState.PreparingRebalance && member.HasJoined))
            {
                ScheduleExpiry(group, member, id);
                return;
            }

            ExpiredSessions++;
            Remove(group, member);
        });
    }

    private void Remove(ConsumerGroup group, GroupMember member)
    {
        group.Members.Remove(member);
        if (group.State is GroupState.Stable or GroupState.CompletingRebalance)
        {
            Prepare(group, keepJoined: null);
        }

        CompleteIfAllJoined(group);
    }
}
