using System.Buffers.Binary;
using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Embedded;

/// <summary>A task with its inputs, and the part of a step that concerns it alone; several run at the same time on different threads.</summary>
internal sealed class EngineTask
{
    private readonly GrowableBytes _sealed = new();
    private readonly long[] _recordsBySource;
    private string? _source;
    private long _offset = -1;
    private long _inputBytes;

    public EngineTask(StreamTask task, int topologyNumber, LogCatalog catalog)
    {
        Task = task;
        TopologyNumber = topologyNumber;
        Input = new LogInput(task, catalog);
        Feeds = [.. task.Topology.Sources.Select(source => source.Kind == SourceKind.Feed ? new FeedBuffer() : null)];
        _recordsBySource = new long[task.Topology.Sources.Count];
    }

    public StreamTask Task { get; }

    /// <summary>The catalog's number of the topology.</summary>
    public int TopologyNumber { get; }

    public LogInput Input { get; }

    /// <summary>By source; null where the source is no feed.</summary>
    public FeedBuffer?[] Feeds { get; }

    public IReadOnlyList<long> RecordsBySource => _recordsBySource;

    public long Records { get; private set; }

    public int ChangelogRows { get; private set; }

    public bool HasPunctuated { get; private set; }

    /// <summary>What the running step threw; null when it went well.</summary>
    public TaskFailedException? Failure { get; private set; }

    /// <summary>What the step changed of the task, as the frame keeps it; empty when nothing.</summary>
    public GrowableBytes Sealed => _sealed;

    public bool HasFeedWaiting => Array.Exists(Feeds, feed => feed is { HasWaiting: true });

    public bool IsPunctuationDue(long now, long everyMilliseconds) =>
        Task.IsPunctuationRequested
        || Task.Committed.LastPunctuation is not { } last
        || now < last
        || now - last >= everyMilliseconds;

    /// <summary>Processes what was gathered and fed, up to the limits (each for the log and for the feeds), then punctuates.</summary>
    /// <param name="now">The driver's time.</param>
    /// <param name="punctuate">Whether a punctuation is due.</param>
    /// <param name="ends">Where the topics end; nothing is appended while a step runs.</param>
    /// <param name="maxRecords">Most records.</param>
    /// <param name="maxBytes">Bytes of input, output and changed rows after which no more records are taken.</param>
    public void Run(long now, bool punctuate, TopicOffsets ends, int maxRecords, long maxBytes)
    {
        Failure = null;
        Records = 0;
        ChangelogRows = 0;
        HasPunctuated = punctuate;
        Array.Clear(_recordsBySource);
        _sealed.Clear();
        try
        {
            Task.Begin(now);
            ProcessSlices(maxRecords, maxBytes);
            ProcessFeeds(maxRecords, maxBytes);
            _source = null;
            _offset = -1;
            if (punctuate)
            {
                Task.Punctuate(!Input.HasWaiting(ends, Task.Current) && Array.TrueForAll(Feeds, feed => feed is null || feed.IsUsedUp));
            }

            Task.Flush();
            Seal();
        }
        catch (Exception exception)
        {
            Failure = new TaskFailedException(Task.Id, _source, _offset, exception);
        }
    }

    public void Publish()
    {
        Task.Publish();
        Input.Commit();
        foreach (FeedBuffer? feed in Feeds)
        {
            feed?.Commit();
        }
    }

    public void Abort(bool keepChanges)
    {
        Input.Abort();
        Task.Abort(keepChanges);
    }

    /// <summary>Takes over what <see cref="Seal"/> wrote, when the task is restored. Returns the rows.</summary>
    public static int Apply(ReadOnlySpan<byte> body, TaskState state, IReadOnlyList<TableStore> tables)
    {
        var reader = new ByteReader(body);
        state.StreamTime = reader.ReadInt64();
        long punctuation = reader.ReadInt64();
        state.LastPunctuation = punctuation == long.MinValue ? null : punctuation;
        for (int source = 0; source < state.Positions.Length; source++)
        {
            state.Positions[source] = reader.ReadInt64();
        }

        int rows = 0;
        foreach (TableStore table in tables)
        {
            int count = reader.ReadCount();
            TransactionalTable.ApplyChangelog(ref reader, count, table);
            rows += count;
        }

        return rows;
    }

    private void ProcessSlices(int maxRecords, long maxBytes)
    {
        _inputBytes = 0;
        long records = 0;
        foreach (InputSlice slice in Input.Slices)
        {
            ReadOnlySpan<byte> bytes = slice.Frame.Array.AsSpan(slice.Output.Start, slice.Output.Length);
            _source = Task.Topology.Sources[slice.Source].Name;
            long done = Task.Current.Positions[slice.Source];
            long before = records;
            int at = slice.SkipBytes;
            for (long offset = slice.FirstOffset; offset < slice.Output.EndOffset; offset++)
            {
                if (records > 0 && (records >= maxRecords || _inputBytes + Task.TransactionBytes >= maxBytes))
                {
                    _recordsBySource[slice.Source] += records - before;
                    Input.StoppedAt(slice, at, offset);
                    Records += records;
                    return;
                }

                int start = at;
                EncodedRecord record = RecordCodec.Read(bytes, ref at);
                if (offset < done)
                {
                    continue;
                }

                Process(slice.Source, slice.Output.Partition, offset, record);
                _inputBytes += at - start;
                records++;
            }

            _recordsBySource[slice.Source] += records - before;
        }

        Records += records;
    }

    private void ProcessFeeds(int maxRecords, long maxBytes)
    {
        _inputBytes = 0;
        for (int source = 0; source < Feeds.Length; source++)
        {
            if (Feeds[source] is not { } feed)
            {
                continue;
            }

            _source = Task.Topology.Sources[source].Name;
            ReadOnlySpan<byte> bytes = feed.Bytes;
            int at = feed.Begin();
            long records = 0;
            while (at < bytes.Length
                && (records == 0 || (records < maxRecords && _inputBytes + Task.TransactionBytes < maxBytes)))
            {
                int start = at;
                long offset = BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);
                at += sizeof(long);
                EncodedRecord record = RecordCodec.Read(bytes, ref at);
                Process(source, Task.Id.Partition, offset, record);
                _inputBytes += at - start;
                records++;
            }

            feed.Consumed(at);
            _recordsBySource[source] += records;
            Records += records;
        }
    }

    private void Process(int source, int partition, long offset, in EncodedRecord record)
    {
        _offset = offset;
        Task.Process(source, new Record
        {
            Source = _source!,
            Partition = partition,
            Offset = offset,
            TimestampMilliseconds = record.Timestamp,
            Key = record.Key,
            Value = record.Value,
            IsTombstone = record.IsTombstone,
        });
    }

    /// <summary>Stream time, time of the last punctuation, input positions, then for each table the number of changes and the changes.</summary>
    private void Seal()
    {
        _sealed.WriteInt64(Task.Current.StreamTime);
        _sealed.WriteInt64(Task.Current.LastPunctuation ?? long.MinValue);
        foreach (long position in Task.Current.Positions)
        {
            _sealed.WriteInt64(position);
        }

        foreach (TransactionalTable table in Task.Tables)
        {
            int countAt = _sealed.Length;
            _sealed.WriteInt32(0);
            int rows = table.WriteChangelog(_sealed);
            BinaryPrimitives.WriteInt32LittleEndian(_sealed.Slice(countAt, sizeof(int)), rows);
            ChangelogRows += rows;
        }

        if (Records == 0 && ChangelogRows == 0 && Task.Buffer.Records == 0)
        {
            _sealed.Clear();
        }
    }
}
