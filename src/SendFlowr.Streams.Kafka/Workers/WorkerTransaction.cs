using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Kafka.Owners;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Wire;
using SendFlowr.Streams.Tasks;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>The worker's producer and its running transaction, over all tasks of the worker.</summary>
internal sealed class WorkerTransaction(
    Func<ITransactionalProducer> createProducer, TopicNaming naming, RegistryFraming? framing, WorkerGuards guards) : IDisposable
{
    private const int MostAttempts = 5;

    private readonly GrowableBytes _scratch = new();
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private ITransactionalProducer? _producer;
    private bool _isOpen;

    /// <summary>The producer has taken its transactional id over, so that nothing of a predecessor is open any more.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Why the last transaction was not committed; null when it was.</summary>
    public KafkaFaultException? Problem { get; private set; }

    /// <summary>Bytes sent in the running transaction.</summary>
    public long Bytes { get; private set; }

    /// <summary>Takes the transactional id over. Returns what kept it from that and will be tried again; null when it is done.</summary>
    /// <exception cref="KafkaFaultException">It will not succeed.</exception>
    public KafkaFaultException? TryStart()
    {
        _producer ??= createProducer();
        try
        {
            _producer.InitTransactions();
            IsReady = true;
            return null;
        }
        catch (KafkaFaultException exception) when (exception.Fault == KafkaFault.Retriable)
        {
            return exception;
        }
        catch (KafkaFaultException exception) when (exception.Fault is KafkaFault.Unknown or KafkaFault.Fenced)
        {
            DropProducer();
            return exception;
        }
    }

    /// <summary>Sends what the task has put out so far, so that the network works while it goes on.</summary>
    /// <exception cref="KafkaFaultException">The transaction must be aborted; never fenced, since a new producer takes over then.</exception>
    public void SendOutputs(WorkerTask task)
    {
        if (task.Task.Buffer.Records > 0)
        {
            Guarded(() => SendBuffer(task));
        }
    }

    /// <summary>The same for each of them.</summary>
    /// <exception cref="KafkaFaultException">As for one.</exception>
    public void SendOutputs(IReadOnlyList<WorkerTask> tasks)
    {
        foreach (WorkerTask task in tasks)
        {
            SendOutputs(task);
        }
    }

    /// <summary>Sends a task's changed rows and positions to its changelog.</summary>
    /// <exception cref="KafkaFaultException">As for <see cref="SendOutputs(WorkerTask)"/>.</exception>
    public void SendChanges(WorkerTask task)
    {
        if (task.Changelog is { } changelog)
        {
            Guarded(() => Bytes += ChangelogCodec.Write(task, changelog, Open(), _scratch));
        }
    }

    /// <summary>Says in the owners topic that a task runs here.</summary>
    /// <exception cref="KafkaFaultException">As for <see cref="SendOutputs(WorkerTask)"/>.</exception>
    public void SendOwner(WorkerTask task, TaskAnnouncement announcement, long nowMilliseconds) => Guarded(() => Open().Send(
        announcement.Topic, OwnerKeys.OfTask(task.Task.Id), announcement.RecordOf(nowMilliseconds).ToBytes(), isTombstone: false, nowMilliseconds));

    /// <summary>Commits what was sent together with the offsets: flush, offsets, commit, in this order.</summary>
    public TransactionOutcome Commit(
        IReadOnlyCollection<TopicPartitionOffset> committed,
        IReadOnlyCollection<TopicPartitionOffset> offsets,
        IGroupMetadata member,
        Action beforeOffsets,
        Action beforeCommit)
    {
        try
        {
            ITransactionalProducer producer = Open();
            producer.Prepare(member, committed);
            if (guards.FlushBeforeOffsets)
            {
                producer.Flush();
            }

            beforeOffsets();
            Retry(() => producer.SendOffsets(offsets, member));
            beforeCommit();
            Retry(producer.Commit);
            _isOpen = false;
            Bytes = 0;
            Problem = null;
            return TransactionOutcome.Committed;
        }
        catch (KafkaFaultException exception) when (exception.Fault is KafkaFault.Retriable or KafkaFault.Abortable or KafkaFault.Missing)
        {
            Problem = exception;
            return Abort();
        }
        catch (KafkaFaultException exception) when (exception.Fault is KafkaFault.Unknown or KafkaFault.Fenced)
        {
            Problem = exception;
            return GiveUp();
        }
    }

    /// <summary>Drops what was sent; <see cref="TransactionOutcome.Unknown"/> when not even that could be done. Never throws for what the cluster does.</summary>
    public TransactionOutcome Abort()
    {
        Bytes = 0;
        if (!_isOpen || _producer is null)
        {
            return TransactionOutcome.Aborted;
        }

        try
        {
            _isOpen = false;
            Retry(_producer.Abort);
            return TransactionOutcome.Aborted;
        }
        catch (KafkaFaultException)
        {
            DropProducer();
            return TransactionOutcome.Unknown;
        }
    }

    public void Dispose() => DropProducer();

    private void SendBuffer(WorkerTask task)
    {
        TransactionBuffer buffer = task.Task.Buffer;
        ITransactionalProducer producer = Open();
        foreach (OutputSection section in buffer.Used)
        {
            TopicPartition partition = new(NameOf(section.Topic), section.Partition);
            ValueFrame? frame = framing?.FrameOf(partition.Topic);
            ReadOnlySpan<byte> bytes = section.Bytes.Span;
            int at = 0;
            for (int i = 0; i < section.Count; i++)
            {
                EncodedRecord record = RecordCodec.Read(bytes, ref at);

                // In place: the buffer is cleared afterwards, and dropped when sending fails.
                ReadOnlySpan<byte> value = frame is null ? record.Value : frame.Apply(section.Bytes.Slice(at - record.Value.Length, record.Value.Length));
                producer.Send(partition, record.Key, value, record.IsTombstone, record.Timestamp);
            }
        }

        Bytes += buffer.Bytes;
        task.HasSent = true;
        buffer.Clear();
    }

    /// <summary>A broker that ended the transaction of a worker that was held up fences its producer: nothing was committed, and a new one goes on.</summary>
    private void Guarded(Action send)
    {
        try
        {
            send();
        }
        catch (KafkaFaultException exception) when (exception.Fault == KafkaFault.Fenced)
        {
            DropProducer();
            throw new KafkaFaultException(KafkaFault.Abortable, exception.Message, exception);
        }
    }

    private string NameOf(string topic) => _names.TryGetValue(topic, out string? name) ? name : _names[topic] = naming.NameOf(topic);

    private TransactionOutcome GiveUp()
    {
        if (!guards.NewProducerAfterUnknown)
        {
            return Abort();
        }

        DropProducer();
        return TransactionOutcome.Unknown;
    }

    private ITransactionalProducer Open()
    {
        ITransactionalProducer producer = _producer ?? throw new InvalidOperationException("There is no producer; TryStart comes first.");
        if (!_isOpen)
        {
            producer.Begin();
            _isOpen = true;
        }

        return producer;
    }

    private void DropProducer()
    {
        _producer?.Dispose();
        _producer = null;
        IsReady = false;
        _isOpen = false;
        Bytes = 0;
    }

    private static void Retry(Action call)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                call();
                return;
            }
            catch (KafkaFaultException exception) when (exception.Fault == KafkaFault.Retriable && attempt < MostAttempts)
            {
            }
        }
    }
}
