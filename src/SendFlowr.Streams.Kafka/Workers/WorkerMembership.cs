using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Standby;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>The worker as a member of the group: what it is given and gives up, and the records of its partitions.</summary>
internal sealed class WorkerMembership : IRebalanceListener, IRecordSink, IDisposable
{
    /// <summary>How often a member polls while it restores: what that delivers is fetched once more.</summary>
    private const long ServeMilliseconds = 1000;

    private readonly TaskLayout _layout;
    private readonly WorkerTasks _tasks;
    private readonly WorkerCommit _commit;
    private readonly BroadcastReader _broadcasts;
    private readonly StandbyTasks? _standbys;
    private readonly IGroupMetadata? _early;
    private TopicPartition _lastPartition;
    private TaskInput[] _lastInputs = [];
    private bool _hasChanged;
    private bool _isReady;
    private bool _isLeaving;
    private long _lastServed;

    public WorkerMembership(
        WorkerOptions options,
        TaskLayout layout,
        IKafkaClients clients,
        WorkerGuards guards,
        WorkerTasks tasks,
        WorkerCommit commit,
        BroadcastReader broadcasts,
        StandbyTasks? standbys)
    {
        _layout = layout;
        _tasks = tasks;
        _commit = commit;
        _broadcasts = broadcasts;
        _standbys = standbys;
        Consumer = clients.CreateConsumer(options.Group, guards.StaticMembership ? options.Instance : null);
        Consumer.Subscribe(layout.GroupTopics, this);
        _early = guards.LiveGroupMetadata ? null : Consumer.Metadata;
    }

    public IGroupConsumer Consumer { get; }

    public TaskLayout Layout => _layout;

    /// <summary>The group has told which partitions it has, be it none. Any thread.</summary>
    public bool IsAssigned { get; private set; }

    public bool HasPartitions => _tasks.All.Count > 0;

    /// <summary>What a rebalance met that it cannot tell by throwing through the client.</summary>
    public TopologyException? Failure { get; private set; }

    /// <summary>Inputs that have no such offset as their place any more; nothing of them is delivered until they are sought.</summary>
    public List<TaskInput> Lost { get; } = [];

    /// <summary>Records processed.</summary>
    public long Records { get; private set; }

    /// <summary>Who the member is, asked at this moment.</summary>
    public IGroupMetadata Member() => _early ?? Consumer.Metadata;

    /// <summary>Delivers records to the tasks. Returns how many.</summary>
    /// <exception cref="RecordFailedException">A processor threw.</exception>
    public int Poll(int maxRecords, TimeSpan wait)
    {
        Lost.Clear();
        _isReady = _tasks.All.Count > 0;
        foreach (TaskInput input in _tasks.Inputs.Where(input => input.CanResume))
        {
            Consumer.Seek(new TopicPartitionOffset(input.Partition, input.Position));
            input.Resume();
        }

        return Consumer.Poll(maxRecords, wait, this);
    }

    /// <summary>Fetching goes on from the places of the running transaction.</summary>
    /// <exception cref="KafkaFaultException">To be tried again.</exception>
    public void FetchFromRunning() => InputFetching.FromRunning(Consumer, [.. _tasks.Inputs]);

    /// <summary>Stays a member while tasks are restored: a member that does not poll is put out, and its rebalances wait for it.</summary>
    public void Serve(long nowMilliseconds)
    {
        if (Math.Abs(nowMilliseconds - _lastServed) >= ServeMilliseconds)
        {
            _lastServed = nowMilliseconds;
            _isReady = false;
            Consumer.Poll(1, TimeSpan.Zero, this);
        }
    }

    /// <summary>Whether partitions have come or gone since the last call.</summary>
    public bool TakeChange()
    {
        bool changed = _hasChanged;
        _hasChanged = false;
        return changed;
    }

    /// <summary>Gives its partitions up and leaves; an assignment that is still on its way is not taken any more.</summary>
    public void Leave()
    {
        _isLeaving = true;
        try
        {
            Consumer.Close();
        }
        catch (KafkaFaultException)
        {
            // What was committed is committed; the rest is done by whoever gets the partitions.
        }
    }

    public void Dispose() => Consumer.Dispose();

    IReadOnlyList<TopicPartitionOffset> IRebalanceListener.Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        Changed(isAssigned: true);
        if (_isLeaving)
        {
            return [.. partitions.Select(partition => new TopicPartitionOffset(partition, 0))];
        }

        try
        {
            foreach (WorkerTask gone in _tasks.Assign(_layout.TasksOf(partitions)))
            {
                _standbys?.Offer(gone);
            }
        }
        catch (TopologyException exception)
        {
            Failure = exception;
            _tasks.Drop();
        }

        IReadOnlyDictionary<TopicPartition, long?> committed = CommittedOrNone(partitions);
        List<TopicPartitionOffset> places = [.. partitions.Select(it => new TopicPartitionOffset(it, committed.GetValueOrDefault(it) ?? 0))];
        foreach (TopicPartitionOffset place in places)
        {
            foreach (TaskInput input in _tasks.InputsOf(place.Partition))
            {
                input.FetchedFrom = place.Offset;
                input.HasSkipped = false;
                input.HasLostPlace = false;
                input.IsAtEnd = false;
            }
        }

        return places;
    }

    void IRebalanceListener.Revoked(IReadOnlyList<TopicPartition> partitions)
    {
        bool wasReady = _isReady;
        Changed(isAssigned: false);
        TransactionOutcome outcome = wasReady ? Commit() : TransactionOutcome.Committed;
        if (outcome == TransactionOutcome.Committed)
        {
            _tasks.Release(_commit.Now);
        }
        else
        {
            _tasks.Drop();
        }

        _broadcasts.Assign([]);
    }

    void IRebalanceListener.Lost(IReadOnlyList<TopicPartition> partitions)
    {
        Changed(isAssigned: false);
        _commit.Abort();
        _tasks.Drop();
        _broadcasts.Assign([]);
    }

    void IRecordSink.Take(in ConsumedRecord record)
    {
        foreach (TaskInput input in InputsOf(record.Partition))
        {
            if (_isReady)
            {
                Records += input.Process(record) ? 1 : 0;
            }
            else
            {
                input.HasSkipped = true;
            }
        }
    }

    void IRecordSink.ReachedEnd(TopicPartition partition, long nextOffset)
    {
        foreach (TaskInput input in InputsOf(partition))
        {
            input.IsAtEnd = !input.HasSkipped;
            input.ReachedEnd = nextOffset;
        }
    }

    void IRecordSink.LostPlace(TopicPartition partition)
    {
        foreach (TaskInput input in InputsOf(partition))
        {
            input.HasLostPlace = true;
            if (_isReady)
            {
                Lost.Add(input);
            }
        }
    }

    /// <summary>Records come in long runs of one partition.</summary>
    private TaskInput[] InputsOf(TopicPartition partition)
    {
        if (_lastInputs.Length == 0 || partition.Partition != _lastPartition.Partition || partition.Topic != _lastPartition.Topic)
        {
            _lastPartition = partition;
            _lastInputs = _tasks.InputsOf(partition);
        }

        return _lastInputs;
    }

    private void Changed(bool isAssigned)
    {
        IsAssigned = isAssigned;
        _hasChanged = true;
        _isReady = false;
        _lastInputs = [];
        Lost.Clear();
    }

    private TransactionOutcome Commit()
    {
        try
        {
            return _commit.Run(Member(), notesPlaces: true);
        }
        catch (Exception exception) when (exception is KafkaFaultException or TaskFailedException)
        {
            return _commit.Abort();
        }
    }

    /// <summary>Only where fetching begins; the truth is asked for again before anything is processed.</summary>
    private IReadOnlyDictionary<TopicPartition, long?> CommittedOrNone(IReadOnlyList<TopicPartition> partitions)
    {
        try
        {
            return partitions.Count == 0 ? new Dictionary<TopicPartition, long?>() : Consumer.Committed(partitions);
        }
        catch (KafkaFaultException)
        {
            return new Dictionary<TopicPartition, long?>();
        }
    }
}
