using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Clients;

/// <summary>A member of a group by the classic, eager protocol. Heartbeats go on beside the process's calls, as librdkafka's own threads send them.</summary>
internal sealed class SimulatedGroupConsumer : IGroupConsumer
{
    private readonly SimulatedProcess _process;
    private readonly SimulatedCluster _cluster;
    private readonly string _group;
    private readonly string? _instance;
    private readonly Fetcher _fetcher;
    private IReadOnlyCollection<string> _topics = [];
    private IReadOnlyList<TopicPartition> _assigned = [];
    private IRebalanceListener? _listener;
    private string _memberId = "";
    private int _generation = -1;
    private long _lastPoll;
    private Step _step;
    private bool _isFenced;
    private bool _isClosed;

    public SimulatedGroupConsumer(SimulatedProcess process, string group, string? instance)
    {
        (_process, _cluster, _group, _instance) = (process, process.Cluster, group, instance);
        _fetcher = new Fetcher(process, isExact: true);
    }

    /// <summary>What the client has to do next.</summary>
    private enum Step
    {
        Join,
        AwaitAssignment,
        Steady,
        Revoke,
        Lose,
    }

    public IGroupMetadata Metadata => new SimulatedMembership(_group, _memberId, _instance, _generation) { Commit = CommitOffsets };

    public void Subscribe(IReadOnlyCollection<string> topics, IRebalanceListener listener)
    {
        _topics = topics;
        _listener = listener;
        _lastPoll = _cluster.Time.NowMilliseconds;
        ScheduleBeat();
    }

    public int Poll(int maxRecords, TimeSpan wait, IRecordSink sink)
    {
        int delivered = 0;
        _process.Call(PortCall.Poll, () =>
        {
            _lastPoll = _cluster.Time.NowMilliseconds;
            Serve();
            if (_isFenced)
            {
                throw new KafkaFaultException(KafkaFault.Fenced, $"Simulated: another process is {_instance} of {_group}.");
            }

            if (_step is Step.Steady)
            {
                delivered = _fetcher.Poll(maxRecords, sink);
            }
        }, () => $"{delivered} {_step} {_generation} {string.Join(' ', _assigned)}");
        return delivered;
    }

    public void SeekAll(IReadOnlyCollection<TopicPartitionOffset> places) => _process.Call(PortCall.Seek, () =>
    {
        if (!places.Select(place => place.Partition).ToHashSet().SetEquals(_assigned))
        {
            throw new InvalidOperationException($"Simulated consumer: {string.Join(' ', places)} are not the partitions it has.");
        }

        _fetcher.Assign(places);
    }, () => string.Join(' ', places));

    public void Seek(TopicPartitionOffset place) => _process.Call(PortCall.Seek, () => _fetcher.Seek(place), () => place.ToString());

    public IReadOnlyDictionary<TopicPartition, long?> Committed(IReadOnlyCollection<TopicPartition> partitions)
    {
        Dictionary<TopicPartition, long?> committed = [];
        _process.Call(PortCall.Committed, () => _process.Request(RequestKind.FetchOffsets, KafkaFault.Retriable, () =>
        {
            if (!_cluster.Groups.IsStable(_group, partitions))
            {
                // UNSTABLE_OFFSET_COMMIT: the client asks again, as it does for CONCURRENT_TRANSACTIONS.
                return BrokerAnswer.ConcurrentTransactions;
            }

            ConsumerGroup group = _cluster.Groups.Group(_group);
            committed = partitions.ToDictionary(partition => partition, partition => group.Offsets.TryGetValue(partition, out long offset) ? offset : (long?)null);
            return BrokerAnswer.None;
        }), () => string.Join(' ', committed));
        return committed;
    }

    /// <summary>OffsetCommit. One that is late would move the offsets back, which a task with tables does not go by and any other reads again from.</summary>
    private void CommitOffsets(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        (string member, int generation) = (_memberId, _generation);
        _process.Call(
            PortCall.SendOffsets,
            () => _process.Request(
                RequestKind.CommitOffsets, KafkaFault.Retriable, () => _cluster.Groups.CommitOffsets(_group, member, _instance, generation, offsets), mayBeLate: false),
            () => string.Join(' ', offsets));
    }

    public void Close()
    {
        _process.Call(PortCall.Close, () =>
        {
            GiveUp(isLost: _step == Step.Lose);
            if (_instance is null && _memberId.Length > 0 && _process.IsOnline)
            {
                _cluster.Groups.Leave(_group, _memberId);
            }
        });
        Dispose();
    }

    public void Dispose()
    {
        _isClosed = true;
        _memberId = "";
        _generation = -1;
        _fetcher.Clear();
    }

    private void ScheduleBeat() => _cluster.Time.After(_cluster.Settings.HeartbeatMilliseconds, () =>
    {
        if (!_isClosed && !_process.IsDead)
        {
            Beat();
            ScheduleBeat();
        }
    });

    private void Beat()
    {
        if (_process.IsStopped || _isFenced || _step == Step.Join)
        {
            return;
        }

        if (_cluster.Time.NowMilliseconds - _lastPoll > _cluster.Settings.MaxPollMilliseconds)
        {
            // rd_kafka_cgrp_max_poll_interval_check_tmr_cb: a dynamic member leaves, each forgets its member id.
            if (_instance is null && _memberId.Length > 0 && !_process.IsCut)
            {
                _cluster.Groups.Leave(_group, _memberId);
            }

            Forget();
            return;
        }

        if (_process.IsCut || _step == Step.Lose)
        {
            return;
        }

        if (_step == Step.AwaitAssignment)
        {
            _cluster.Groups.Touch(_group, _memberId);
            return;
        }

        switch (_cluster.Groups.Heartbeat(_group, _memberId, _instance, _generation))
        {
            case BrokerAnswer.RebalanceInProgress:
                _step = Step.Revoke;
                break;
            case BrokerAnswer.FencedInstanceId:
                _isFenced = true;
                break;
            case BrokerAnswer.UnknownMemberId or BrokerAnswer.IllegalGeneration:
                Forget();
                break;
        }
    }

    private void Forget()
    {
        _memberId = "";
        _generation = -1;
        _step = Step.Lose;
    }

    /// <summary>Takes the steps that can be taken now, with the listener's part in them.</summary>
    private void Serve()
    {
        if (_isFenced || _isClosed)
        {
            return;
        }

        if (_step is Step.Revoke or Step.Lose)
        {
            GiveUp(isLost: _step == Step.Lose);
            _step = Step.Join;
        }

        if (_step == Step.Join && _process.IsOnline)
        {
            string memberId = _memberId;
            switch (_cluster.Groups.Join(_group, ref memberId, _instance, _topics))
            {
                case BrokerAnswer.None:
                    _memberId = memberId;
                    _step = Step.AwaitAssignment;
                    break;
                case BrokerAnswer.FencedInstanceId:
                    _isFenced = true;
                    return;
                default:
                    _memberId = "";
                    _generation = -1;
                    return;
            }
        }

        if (_step == Step.AwaitAssignment && _process.IsOnline)
        {
            TakeAssignment();
        }
    }

    private void TakeAssignment()
    {
        BrokerAnswer standing = _cluster.Groups.Group(_group).Validate(_memberId, _instance);
        if (standing == BrokerAnswer.FencedInstanceId)
        {
            _isFenced = true;
        }
        else if (standing != BrokerAnswer.None)
        {
            _memberId = "";
            _generation = -1;
            _step = Step.Join;
        }
        else if (_cluster.Groups.MustRejoin(_group, _memberId))
        {
            _step = Step.Join;
        }
        else if (_cluster.Groups.TrySync(_group, _memberId, out int generation, out IReadOnlyList<TopicPartition> assignment))
        {
            _generation = generation;
            _step = Step.Steady;
            _assigned = assignment;
            _fetcher.Clear();
            _fetcher.Assign(_listener!.Assigned(assignment));
        }
    }

    private void GiveUp(bool isLost)
    {
        IReadOnlyList<TopicPartition> assigned = _assigned;
        if (assigned.Count == 0)
        {
            return;
        }

        try
        {
            if (isLost)
            {
                _listener!.Lost(assigned);
            }
            else
            {
                _listener!.Revoked(assigned);
            }
        }
        finally
        {
            _assigned = [];
            _fetcher.Clear();
        }
    }
}
