using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Standby;

/// <summary>The tasks that are followed. Changed under the lock of its owner; <see cref="All"/> and <see cref="Find"/> are any thread's.</summary>
internal sealed class FollowedTasks
{
    private readonly Dictionary<TopicPartition, FollowedTask> _byChangelog = [];
    private volatile Dictionary<TaskId, FollowedTask> _byId = [];
    private FollowedTask? _last;
    private TopicPartition _lastChangelog;

    public IReadOnlyCollection<FollowedTask> All => _byId.Values;

    /// <summary>Where reading must begin anew, since tasks have come or gone.</summary>
    public bool MustAssign { get; set; }

    public FollowedTask? Find(TaskId task) => _byId.GetValueOrDefault(task);

    /// <summary>The task of a changelog; null when it is not followed. Records come in long runs of one partition.</summary>
    public FollowedTask? Of(TopicPartition changelog)
    {
        if (_last is not { IsTaken: false } || changelog.Partition != _lastChangelog.Partition || changelog.Topic != _lastChangelog.Topic)
        {
            _lastChangelog = changelog;
            _last = _byChangelog.GetValueOrDefault(changelog);
        }

        return _last;
    }

    public void Add(FollowedTask followed)
    {
        _byChangelog[followed.Changelog] = followed;
        _byId = new Dictionary<TaskId, FollowedTask>(_byId) { [followed.Id] = followed };
        MustAssign = true;
    }

    public void Remove(FollowedTask followed)
    {
        followed.IsTaken = true;
        _byChangelog.Remove(followed.Changelog);
        Dictionary<TaskId, FollowedTask> left = new(_byId);
        left.Remove(followed.Id);
        _byId = left;
        MustAssign = true;
    }

    /// <summary>Where a reader has to begin, which it is about to be told.</summary>
    public TopicPartitionOffset[] Assign()
    {
        MustAssign = false;
        foreach (FollowedTask followed in _byChangelog.Values)
        {
            followed.IsAssigned = true;
        }

        return [.. _byChangelog.Select(it => new TopicPartitionOffset(it.Key, it.Value.Place))];
    }
}
