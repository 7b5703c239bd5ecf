using System.Runtime.ExceptionServices;
using Confluent.Kafka;
using SendFlowr.Streams.Kafka.Clients.Native;
using SendFlowr.Streams.Kafka.Ports;
using TopicPartition = SendFlowr.Streams.Kafka.Ports.TopicPartition;
using TopicPartitionOffset = SendFlowr.Streams.Kafka.Ports.TopicPartitionOffset;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>A member of a group by Confluent.Kafka.</summary>
internal sealed class ConfluentConsumer : IGroupConsumer
{
    private readonly KafkaClientOptions _options;
    private readonly string _group;
    private readonly ClientFaults _faults;
    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly RecordPump _pump;
    private readonly bool _isStatic;
    private IRebalanceListener? _listener;
    private IReadOnlyList<TopicPartition> _assigned = [];
    private ExceptionDispatchInfo? _listenerProblem;

    public ConfluentConsumer(KafkaClientOptions options, string group, string? instance)
    {
        _options = options;
        _group = group;
        _isStatic = instance is not null;
        _faults = new(options.BootstrapServers);
        ConsumerBuilder<Ignore, Ignore> builder = new(ClientProperties.OfConsumer(options, group, instance));
        builder.SetPartitionsAssignedHandler((_, partitions) => OnAssigned(partitions));
        builder.SetPartitionsRevokedHandler((_, _) => OnGone(_assigned, static (listener, gone) => listener.Revoked(gone)));
        builder.SetPartitionsLostHandler((_, _) => OnGone(_assigned, static (listener, gone) => listener.Lost(gone)));
        builder.SetLogHandler((_, message) => options.Log?.Invoke(message));
        _consumer = ClientParts.Make(builder.Build);
        _pump = new(_consumer.Handle, instance is null ? $"a member of the group '{group}'" : $"'{instance}' of the group '{group}'", _faults);
    }

    /// <inheritdoc/>
    public IGroupMetadata Metadata => new ConfluentGroupMetadata(_consumer.ConsumerGroupMetadata, _consumer.MemberId is { Length: > 0 }, Commit);

    public void Subscribe(IReadOnlyCollection<string> topics, IRebalanceListener listener)
    {
        _listener = listener;
        _consumer.Subscribe(topics);
    }

    public int Poll(int maxRecords, TimeSpan wait, IRecordSink sink)
    {
        int delivered = _pump.Poll(maxRecords, wait, sink, () => _listenerProblem is not null);
        ThrowListenerProblem();
        return delivered;
    }

    public void SeekAll(IReadOnlyCollection<TopicPartitionOffset> places)
    {
        try
        {
            _consumer.Assign(places.Select(ClientParts.ToClient));
        }
        catch (KafkaException problem)
        {
            throw _faults.Asking($"Going on from {string.Join(", ", places)}", problem);
        }
    }

    public void Seek(TopicPartitionOffset place)
    {
        nint topic = LibRdKafka.CreateTopic(ClientHandles.Of(_consumer.Handle), place.Partition.Topic, 0);
        int code = LibRdKafka.Seek(topic, place.Partition.Partition, place.Offset, (int)_options.CallTimeout.TotalMilliseconds);
        LibRdKafka.DestroyTopic(topic);
        if (code != 0)
        {
            throw _faults.Asking($"Seeking to {place}", new KafkaException(new Error((ErrorCode)code)));
        }
    }

    public IReadOnlyDictionary<TopicPartition, long?> Committed(IReadOnlyCollection<TopicPartition> partitions)
    {
        try
        {
            return _consumer.Committed(partitions.Select(ClientParts.ToClient), _options.CallTimeout).ToDictionary(
                found => ClientParts.ToPort(found.TopicPartition), found => found.Offset == Offset.Unset ? null : (long?)found.Offset.Value);
        }
        catch (KafkaException problem)
        {
            throw _faults.Asking($"Asking for the committed offsets of the group '{_group}'", problem);
        }
    }

    public void Close()
    {
        if (_isStatic)
        {
            // A static member tells the group nothing when it closes, and librdkafka's closing may wait for ever for a rebalance that is under way.
            GiveUpBySelf();
        }
        else
        {
            CloseClient();
        }

        ThrowListenerProblem();
    }

    public void Dispose() => _consumer.Dispose();

    private void Commit(IReadOnlyCollection<TopicPartitionOffset> offsets)
    {
        try
        {
            _consumer.Commit(offsets.Select(ClientParts.ToClient));
        }
        catch (KafkaException problem)
        {
            // What is wrong may be told of the partitions only.
            Error error = problem is TopicPartitionOffsetException { Results: { } results } ? results.Find(it => it.Error.IsError)?.Error ?? problem.Error : problem.Error;
            throw _faults.Asking($"Committing offsets of the group '{_group}'", new KafkaException(error, problem));
        }
    }

    private void GiveUpBySelf()
    {
        if (_assigned.Count > 0)
        {
            OnGone(_assigned, static (listener, gone) => listener.Revoked(gone));
        }
    }

    private void CloseClient()
    {
        try
        {
            _consumer.Close();
        }
        catch (KafkaException problem)
        {
            throw _faults.Asking($"Leaving the group '{_group}'", problem);
        }
    }

    /// <summary>What a listener throws must not cross native code, and must not look like an assignment that was accepted.</summary>
    private IEnumerable<Confluent.Kafka.TopicPartitionOffset> OnAssigned(List<Confluent.Kafka.TopicPartition> partitions)
    {
        try
        {
            _assigned = [.. partitions.Select(ClientParts.ToPort)];
            IReadOnlyList<TopicPartitionOffset> places = _listener!.Assigned(_assigned);
            return [.. places.Select(ClientParts.ToClient)];
        }
#pragma warning disable CA1031 // Thrown again by the poll that served this.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            _listenerProblem ??= ExceptionDispatchInfo.Capture(problem);
            return [];
        }
    }

    private void OnGone(IReadOnlyList<TopicPartition> partitions, Action<IRebalanceListener, IReadOnlyList<TopicPartition>> tell)
    {
        _assigned = [];
        try
        {
            tell(_listener!, partitions);
        }
#pragma warning disable CA1031 // Thrown again by the poll that served this.
        catch (Exception problem)
#pragma warning restore CA1031
        {
            _listenerProblem ??= ExceptionDispatchInfo.Capture(problem);
        }
    }

    private void ThrowListenerProblem()
    {
        ExceptionDispatchInfo? problem = _listenerProblem;
        _listenerProblem = null;
        problem?.Throw();
    }
}
