using SendFlowr.Simulation.Kafka.Cluster;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Clients;

/// <summary>Positions in partitions, and reading from them with isolation level <c>read_committed</c>.</summary>
internal sealed class Fetcher(SimulatedProcess process, bool isExact)
{
    private readonly List<TopicPartition> _partitions = [];
    private readonly Dictionary<TopicPartition, long> _positions = [];
    private readonly Dictionary<TopicPartition, long> _ends = [];
    private readonly HashSet<TopicPartition> _lost = [];
    private int _turn;

    public void Assign(IEnumerable<TopicPartitionOffset> places)
    {
        Clear();
        foreach (TopicPartitionOffset place in places)
        {
            _partitions.Add(place.Partition);
            _positions[place.Partition] = place.Offset;
        }
    }

    public void Seek(TopicPartitionOffset place)
    {
        if (!_positions.ContainsKey(place.Partition))
        {
            throw new InvalidOperationException($"Simulated consumer: seek of {place}, which is not assigned.");
        }

        if (_lost.Contains(place.Partition))
        {
            throw new InvalidOperationException($"Simulated consumer: seek of {place}, whose fetching has ended.");
        }

        _positions[place.Partition] = place.Offset;
        _ends.Remove(place.Partition);
    }

    public void Clear()
    {
        _partitions.Clear();
        _positions.Clear();
        _ends.Clear();
        _lost.Clear();
    }

    /// <summary>Delivers at most so many records, beginning with another partition each time.</summary>
    public int Poll(int maxRecords, IRecordSink sink)
    {
        if (!process.IsOnline)
        {
            return 0;
        }

        int delivered = 0;
        _turn++;
        TopicPartition[] partitions = [.. _partitions];
        for (int index = 0; index < partitions.Length && delivered < maxRecords; index++)
        {
            delivered += Read(partitions[(index + _turn) % partitions.Length], maxRecords - delivered, sink);
        }

        return delivered;
    }

    private int Read(TopicPartition partition, int maxRecords, IRecordSink sink)
    {
        PartitionLog log = process.Cluster.Log(partition);
        int left = process.Cluster.Wire.FetchLimit();
        if (left == 0)
        {
            return 0;
        }

        int delivered = 0;
        while (_positions.TryGetValue(partition, out long position))
        {
            if (position < log.StartOffset || position > log.HighWatermark)
            {
                // OFFSET_OUT_OF_RANGE: auto.offset.reset is error, or earliest.
                if (!isExact)
                {
                    _positions[partition] = log.StartOffset;
                    continue;
                }

                if (_lost.Add(partition))
                {
                    sink.LostPlace(partition);
                }

                break;
            }

            if (position >= log.LastStableOffset)
            {
                if (_ends.GetValueOrDefault(partition, -1) != position)
                {
                    _ends[partition] = position;
                    sink.ReachedEnd(partition, position);
                }

                break;
            }

            if (left-- == 0 || delivered == maxRecords)
            {
                break;
            }

            _positions[partition] = position + 1;
            LogEntry entry = log[position];
            if (entry.State == EntryState.Visible)
            {
                delivered++;
                SentRecord record = entry.Record!;
                sink.Take(new ConsumedRecord
                {
                    Partition = partition,
                    Offset = position,
                    TimestampMilliseconds = record.TimestampMilliseconds,
                    Key = record.Key,
                    Value = record.Value,
                    IsTombstone = record.Value is null,
                });
            }
        }

        return delivered;
    }
}
