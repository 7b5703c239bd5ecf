using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>Reads the topics that every task reads, from the place of the task that is furthest behind; the others pass over what they know.</summary>
internal sealed class BroadcastReader(IKafkaClients clients) : IRecordSink, IDisposable
{
    private readonly Dictionary<TopicPartition, TaskInput[]> _inputs = [];
    private ITopicReader? _reader;

    /// <summary>Records processed, one for each task.</summary>
    public long Records { get; private set; }

    /// <summary>What has no such offset as its place any more; reading of it stands still until <see cref="Resume"/>.</summary>
    public List<TaskInput> Lost { get; } = [];

    /// <summary>Reads for these tasks from their committed positions on.</summary>
    public void Assign(IReadOnlyCollection<WorkerTask> tasks)
    {
        _inputs.Clear();
        Lost.Clear();
        foreach (IGrouping<TopicPartition, TaskInput> group in tasks.SelectMany(task => task.Broadcasts).GroupBy(input => input.Partition))
        {
            _inputs[group.Key] = [.. group];
            foreach (TaskInput input in group)
            {
                input.Resume();
            }
        }

        if (_inputs.Count > 0 || _reader is not null)
        {
            _reader ??= clients.CreateReader(isExact: true);
            _reader.Assign([.. _inputs.Select(it => new TopicPartitionOffset(it.Key, it.Value.Min(input => input.CommittedPosition)))]);
        }
    }

    /// <summary>Reads on from the places of the running transaction.</summary>
    public void Resume()
    {
        Lost.Clear();
        foreach (TaskInput input in _inputs.Values.SelectMany(inputs => inputs))
        {
            input.Resume();
        }

        _reader!.Assign([.. _inputs.Select(it => new TopicPartitionOffset(it.Key, it.Value.Min(input => input.Position)))]);
    }

    /// <summary>Processes what has come. Returns the records.</summary>
    /// <exception cref="RecordFailedException">A processor threw.</exception>
    public int Poll(int maxRecords)
    {
        if (_inputs.Count == 0)
        {
            return 0;
        }

        if (_inputs.Values.Any(inputs => Array.Exists(inputs, input => input.CanResume)))
        {
            Resume();
        }

        return _reader!.Poll(maxRecords, TimeSpan.Zero, this);
    }

    void IRecordSink.Take(in ConsumedRecord record)
    {
        foreach (TaskInput input in _inputs[record.Partition])
        {
            Records += input.Process(record) ? 1 : 0;
        }
    }

    void IRecordSink.ReachedEnd(TopicPartition partition, long nextOffset)
    {
        foreach (TaskInput input in _inputs[partition])
        {
            input.IsAtEnd = !input.HasSkipped;
            input.ReachedEnd = nextOffset;
        }
    }

    void IRecordSink.LostPlace(TopicPartition partition) => Lost.AddRange(_inputs[partition]);

    public void Dispose() => _reader?.Dispose();
}
