namespace SendFlowr.Simulation.Kafka.Cluster;

/// <summary>A partition at its leader: records, markers, open transactions and what is known of producers.</summary>
/// <remarks>Followers are not modelled: whatever is in the log is below the high watermark.</remarks>
internal sealed class PartitionLog
{
    private readonly List<LogEntry> _entries = [];
    private readonly Dictionary<long, List<LogEntry>> _open = [];
    private readonly Dictionary<long, long> _openSince = [];
    private readonly Dictionary<long, (int Epoch, int NextSequence)> _producers = [];

    public long StartOffset { get; private set; }

    public long HighWatermark => _entries.Count;

    /// <summary>The first offset of the earliest open transaction; without one, the high watermark.</summary>
    public long LastStableOffset => _openSince.Count == 0 ? HighWatermark : _openSince.Values.Min();

    public LogEntry this[long offset] => _entries[(int)offset];

    /// <summary>Appends a record of no transaction.</summary>
    public void Append(SentRecord record) => _entries.Add(new LogEntry(EntryState.Visible, record));

    /// <summary>Appends a batch of a transaction unless it is there already, as an idempotent producer's retries are recognised.</summary>
    public BrokerAnswer Append(long producer, int epoch, int firstSequence, IReadOnlyList<SentRecord> records)
    {
        (int knownEpoch, int next) = _producers.GetValueOrDefault(producer, (epoch, 0));
        if (epoch < knownEpoch)
        {
            return BrokerAnswer.InvalidProducerEpoch;
        }

        // A new epoch begins again at sequence 0 (KIP-360).
        next = epoch > knownEpoch ? 0 : next;
        if (firstSequence < next)
        {
            return BrokerAnswer.None;
        }

        if (firstSequence > next)
        {
            return BrokerAnswer.OutOfOrderSequence;
        }

        _producers[producer] = (epoch, next + records.Count);
        if (!_open.TryGetValue(producer, out List<LogEntry>? open))
        {
            _open[producer] = open = [];
            _openSince[producer] = HighWatermark;
        }

        foreach (SentRecord record in records)
        {
            var entry = new LogEntry(EntryState.Open, record);
            _entries.Add(entry);
            open.Add(entry);
        }

        return BrokerAnswer.None;
    }

    /// <summary>Appends a batch of no transaction unless it is there already.</summary>
    public BrokerAnswer Append(long producer, int firstSequence, IReadOnlyList<SentRecord> records)
    {
        int next = _producers.GetValueOrDefault(producer, (0, 0)).Item2;
        if (firstSequence > next)
        {
            return BrokerAnswer.OutOfOrderSequence;
        }

        if (firstSequence == next)
        {
            _producers[producer] = (0, next + records.Count);
            foreach (SentRecord record in records)
            {
                Append(record);
            }
        }

        return BrokerAnswer.None;
    }

    /// <summary>Ends the producer's transaction here. A marker of a newer epoch fences the older ones.</summary>
    public void WriteMarker(long producer, int epoch, bool isCommit)
    {
        if (_open.Remove(producer, out List<LogEntry>? open))
        {
            open.ForEach(entry => entry.State = isCommit ? EntryState.Visible : EntryState.Aborted);
            _openSince.Remove(producer);
        }

        (int knownEpoch, int next) = _producers.GetValueOrDefault(producer, (epoch, 0));
        _producers[producer] = epoch > knownEpoch ? (epoch, 0) : (knownEpoch, next);
        _entries.Add(new LogEntry(EntryState.Marker, null));
    }

    /// <summary>Forgets what is before an offset, as retention does.</summary>
    public void MoveStart(long offset) => StartOffset = Math.Clamp(offset, StartOffset, LastStableOffset);

    /// <summary>
    /// Removes what a later record of the same key stands for, as compaction does with all but the newest segment. Tombstones stay, as they do for
    /// <c>delete.retention.ms</c>.
    /// </summary>
    /// <param name="before">Where the newest segment begins; nothing that is not decided is touched.</param>
    public void Compact(long before)
    {
        HashSet<string> newer = new(StringComparer.Ordinal);
        for (long offset = Math.Min(before, LastStableOffset) - 1; offset >= StartOffset; offset--)
        {
            LogEntry entry = this[offset];
            if (entry.State == EntryState.Aborted || (entry.State == EntryState.Visible && !newer.Add(Convert.ToHexString(entry.Record!.Key))))
            {
                entry.State = EntryState.Compacted;
            }
        }
    }

    /// <summary>What a <c>read_committed</c> reader gets from the start on.</summary>
    public IEnumerable<SentRecord> Visible() => _entries.Take((int)LastStableOffset).Where(entry => entry.State == EntryState.Visible).Select(entry => entry.Record!);
}
