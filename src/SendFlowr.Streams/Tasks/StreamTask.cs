using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tasks;

/// <summary>
/// One partition of a topology: its processors, its tables and its place in every input. Synchronous, without clock or I/O;
/// a driver hands it records and punctuations, makes what <see cref="Buffer"/> and the tables' changes hold durable, and then publishes,
/// or aborts.
/// </summary>
/// <remarks>
/// One thread at a time. Aborting makes new processors, since fields of the old ones may hold what the transaction did:
/// processors must keep nothing but caches of committed rows.
/// </remarks>
internal sealed class StreamTask
{
    private readonly Topology _topology;
    private readonly IProcessor[] _processors;
    private readonly IProcessor[][] _processorsBySource;
    private readonly TransactionalTable[] _tables;
    private readonly Dictionary<string, TaskSink> _sinks = new(StringComparer.Ordinal);
    private readonly TaskState _committed;
    private readonly TaskState _current;
    private bool _wasPunctuationRequested;

    /// <param name="topology">What to run.</param>
    /// <param name="partition">Which of its tasks.</param>
    /// <param name="partitionCount">How many tasks it has.</param>
    /// <param name="partitionsOfTopic">Number of partitions of a sink's topic.</param>
    public StreamTask(Topology topology, int partition, int partitionCount, Func<string, int> partitionsOfTopic)
    {
        _topology = topology;
        Id = new TaskId(topology.Name, partition);
        PartitionCount = partitionCount;
        Buffer = new TransactionBuffer(topology, partitionsOfTopic);
        _tables = [.. topology.Tables.Select(name => new TransactionalTable(name))];
        foreach (SinkDefinition sink in topology.Sinks)
        {
            _sinks.Add(sink.Name, new TaskSink(Buffer, sink.Topic));
        }

        _committed = new TaskState(topology.Sources.Count);
        _current = new TaskState(topology.Sources.Count);
        _processors = new IProcessor[topology.Processors.Count];
        _processorsBySource = new IProcessor[topology.Sources.Count][];
    }

    public TaskId Id { get; }

    public int PartitionCount { get; }

    public Topology Topology => _topology;

    public TransactionBuffer Buffer { get; }

    public IReadOnlyList<TransactionalTable> Tables => _tables;

    /// <summary>What the last publication left; restoring writes it.</summary>
    public TaskState Committed => _committed;

    /// <summary>The same with the running transaction.</summary>
    public TaskState Current => _current;

    public long StreamTime => _current.StreamTime;

    /// <summary>The driver's time of the running step.</summary>
    public long Now { get; private set; }

    /// <summary>See <see cref="IProcessorContext.IsCaughtUp"/>; the driver says so before it punctuates.</summary>
    public bool IsCaughtUp { get; private set; }

    public bool IsPunctuationRequested { get; set; }

    /// <summary>Bytes the running transaction sends and changes, roughly.</summary>
    public long TransactionBytes
    {
        get
        {
            long bytes = Buffer.Bytes;
            foreach (TransactionalTable table in _tables)
            {
                bytes += table.ChangedBytes;
            }

            return bytes;
        }
    }

    public TransactionalTable Table(string name) =>
        Array.Find(_tables, table => table.Name == name) ?? throw new ArgumentException($"Task {Id} has no table '{name}'.");

    public TaskSink Sink(string name) => _sinks[name];

    /// <summary>Makes the processors; called when the committed state is complete.</summary>
    public void Start()
    {
        _committed.CopyTo(_current);
        for (int index = 0; index < _processors.Length; index++)
        {
            ProcessorDefinition definition = _topology.Processors[index];
            _processors[index] = definition.Create();
            _processors[index].Init(new ProcessorContext(this, definition));
        }

        for (int source = 0; source < _processorsBySource.Length; source++)
        {
            string name = _topology.Sources[source].Name;
            _processorsBySource[source] = [.. _processors.Where((_, index) => _topology.Processors[index].Sources.Contains(name))];
        }
    }

    /// <summary>Forgets everything, committed state too; it must be restored and started before it is used again.</summary>
    public void Drop()
    {
        foreach (TransactionalTable table in _tables)
        {
            table.Abort();
            table.Restore(new TableStore(table.Name));
        }

        Buffer.Clear();
        new TaskState(_topology.Sources.Count).CopyTo(_committed);
        IsPunctuationRequested = _wasPunctuationRequested = false;
    }

    /// <summary>Begins a step: the time its records and its punctuation see.</summary>
    public void Begin(long nowMilliseconds)
    {
        Now = nowMilliseconds;
        IsCaughtUp = false;
    }

    public void Process(int source, in Record record)
    {
        if (record.TimestampMilliseconds > _current.StreamTime)
        {
            _current.StreamTime = record.TimestampMilliseconds;
        }

        foreach (IProcessor processor in _processorsBySource[source])
        {
            processor.Process(in record);
        }

        _current.Positions[source] = record.Offset + 1;
    }

    /// <param name="isCaughtUp">Nothing is left in the task's inputs.</param>
    public void Punctuate(bool isCaughtUp)
    {
        IsPunctuationRequested = false;
        IsCaughtUp = isCaughtUp;
        _current.LastPunctuation = Now;
        foreach (IProcessor processor in _processors)
        {
            processor.Punctuate(Now);
        }
    }

    /// <summary>Lets the processors write what they held back; called before the changes are collected.</summary>
    public void Flush()
    {
        foreach (IProcessor processor in _processors)
        {
            processor.Flush();
        }
    }

    /// <summary>Makes the transaction's changes the committed state and shows them to readers.</summary>
    public void Publish()
    {
        foreach (TransactionalTable table in _tables)
        {
            table.Publish();
        }

        Buffer.Clear();
        _current.CopyTo(_committed);
        _wasPunctuationRequested = IsPunctuationRequested;
    }

    /// <summary>Forgets the transaction: tables, outputs, positions, stream time, and the processors themselves.</summary>
    /// <param name="keepChanges">Leaves the changed rows standing; for a test that shows what that would do.</param>
    public void Abort(bool keepChanges = false)
    {
        foreach (TransactionalTable table in _tables)
        {
            if (!keepChanges)
            {
                table.Abort();
            }
        }

        Buffer.Clear();
        IsPunctuationRequested = _wasPunctuationRequested;
        Start();
    }
}
