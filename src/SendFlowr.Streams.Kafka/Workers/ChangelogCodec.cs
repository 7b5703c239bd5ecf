using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Tasks;

namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>
/// A task's committed state as records of its changelog, which is compacted. A row: key = number of the table (1 byte) and the row's key
/// (16 bytes), value = the row, or a tombstone. Everything else: key = 255, value = version (1), hash of the topology (8 bytes), stream time,
/// last punctuation, number of sources (4 bytes), the positions, the <see cref="TaskIdentity"/>. Without transactions a <see cref="RedoCodec"/> goes
/// before.
/// </summary>
internal static class ChangelogCodec
{
    private const byte StateKey = byte.MaxValue;
    private const byte StateVersion = 1;

    /// <summary>Version, hash, stream time and last punctuation.</summary>
    private const int StateBytes = 1 + (3 * sizeof(long));

    private static readonly byte[] StateKeyBytes = [StateKey];

    /// <summary>Sends what the running transaction changes, and where it ends. Returns the bytes.</summary>
    public static long Write(WorkerTask worker, TopicPartition changelog, ITransactionalProducer producer, GrowableBytes scratch)
    {
        StreamTask task = worker.Task;
        long bytes = WritePending(worker.Redo, changelog, producer);
        Span<byte> key = stackalloc byte[1 + RowKey.SizeBytes];
        for (int table = 0; table < task.Tables.Count; table++)
        {
            scratch.Clear();
            int rows = task.Tables[table].WriteChangelog(scratch);
            ByteReader reader = new(scratch.Span);
            key[0] = (byte)table;
            for (int row = 0; row < rows; row++)
            {
                reader.Read(RowKey.SizeBytes).CopyTo(key[1..]);
                int length = (int)reader.ReadVarint() - 1;
                producer.SendChange(changelog, key, length < 0 ? default : reader.Read(length), length < 0, task.Now);
            }

            bytes += scratch.Length;
        }

        scratch.Clear();
        WriteState(task, scratch);
        scratch.Write(worker.Identity.Bytes);
        producer.SendChange(changelog, StateKeyBytes, scratch.Span, isTombstone: false, task.Now);
        RedoCodec.SendEnd(worker.Redo.Chunks, chunk => producer.SendChange(changelog, chunk, default, isTombstone: true, task.Now));
        return bytes + scratch.Length;
    }

    /// <summary>What a predecessor was about to write goes first, and before another redo takes the place of the one that has it.</summary>
    private static long WritePending(RedoReader redo, TopicPartition changelog, ITransactionalProducer producer)
    {
        ReadOnlySpan<byte> pending = redo.Pending;
        for (int at = 0; at < pending.Length;)
        {
            EncodedRecord record = RecordCodec.Read(pending, ref at);
            producer.Send(changelog, record.Key, record.Value, record.IsTombstone, record.Timestamp);
        }

        return pending.Length;
    }

    /// <summary>Takes a record of the changelog over into committed state, and notes which topics that belongs to.</summary>
    /// <exception cref="InvalidDataException">It is none of this task's: another topology wrote it, or it is damaged.</exception>
    public static void Apply(in ConsumedRecord record, WorkerTask task)
    {
        if (RedoCodec.ChunkOf(record.Key) is >= 0 and int chunk)
        {
            if (task.Redo.Take(chunk, record))
            {
                ApplyPending(record, task);
            }

            return;
        }

        ApplyOne(record, task);
        if (record.Key.Length == 1 && record.Key[0] == StateKey)
        {
            task.Redo.Finish();
        }
    }

    private static void ApplyPending(in ConsumedRecord last, WorkerTask task)
    {
        ReadOnlySpan<byte> pending = task.Redo.Pending;
        for (int at = 0; at < pending.Length;)
        {
            EncodedRecord change = RecordCodec.Read(pending, ref at);
            ApplyOne(
                new ConsumedRecord
                {
                    Partition = last.Partition,
                    Offset = last.Offset,
                    TimestampMilliseconds = change.Timestamp,
                    Key = change.Key,
                    Value = change.Value,
                    IsTombstone = change.IsTombstone,
                },
                task);
        }
    }

    private static void ApplyOne(in ConsumedRecord record, WorkerTask task)
    {
        if (RedoCodec.ChunkOf(record.Key) >= 0)
        {
            // A redo may hold the end of an older one.
            return;
        }

        Apply(record, task.Task);
        if (TryReadIdentity(record, out ReadOnlySpan<byte> identity) && !identity.SequenceEqual(task.FoundIdentity))
        {
            task.FoundIdentity = identity.ToArray();
        }
    }

    private static void Apply(in ConsumedRecord record, StreamTask task)
    {
        if (record.Key.Length == 1 && record.Key[0] == StateKey)
        {
            ReadState(record.Value, task);
            return;
        }

        if (record.Key.Length != 1 + RowKey.SizeBytes || record.Key[0] >= task.Tables.Count)
        {
            throw new InvalidDataException($"A key of {record.Key.Length} bytes at offset {record.Offset} is of no table of the topology.");
        }

        TableStore table = task.Tables[record.Key[0]].Committed;
        RowKey key = RowKey.Read(record.Key[1..]);
        if (record.IsTombstone)
        {
            table.Delete(RowHash.Of(key), key);
        }
        else
        {
            table.Put(RowHash.Of(key), key, record.Value);
        }
    }

    /// <summary>What a record of the changelog says of the topics its state belongs to; false when it is about something else.</summary>
    private static bool TryReadIdentity(in ConsumedRecord record, out ReadOnlySpan<byte> identity)
    {
        identity = default;
        if (record.Key.Length != 1 || record.Key[0] != StateKey)
        {
            return false;
        }

        ByteReader reader = new(record.Value);
        reader.Read(StateBytes);
        reader.Read(reader.ReadInt32() * sizeof(long));
        identity = record.Value[reader.Offset..];
        return true;
    }

    private static void WriteState(StreamTask task, GrowableBytes target)
    {
        TaskState state = task.Current;
        target.WriteByte(StateVersion);
        target.WriteUInt64(task.Topology.Hash);
        target.WriteInt64(state.StreamTime);
        target.WriteInt64(state.LastPunctuation ?? long.MinValue);
        target.WriteInt32(state.Positions.Length);
        foreach (long position in state.Positions)
        {
            target.WriteInt64(position);
        }
    }

    private static void ReadState(ReadOnlySpan<byte> value, StreamTask task)
    {
        ByteReader reader = new(value);
        byte version = reader.ReadByte();
        ulong hash = reader.ReadUInt64();
        if (version != StateVersion || hash != task.Topology.Hash)
        {
            throw new InvalidDataException(
                $"It was written by another topology or version (hash {hash:x16}, now {task.Topology.Hash:x16}). "
                + "Run the version that wrote it, or use a new topic prefix and feed it again from the source topics.");
        }

        TaskState state = task.Committed;
        state.StreamTime = reader.ReadInt64();
        long punctuation = reader.ReadInt64();
        state.LastPunctuation = punctuation == long.MinValue ? null : punctuation;
        int sources = reader.ReadInt32();
        if (sources != state.Positions.Length)
        {
            throw new InvalidDataException($"It names {sources} sources; the topology has {state.Positions.Length}.");
        }

        for (int source = 0; source < sources; source++)
        {
            state.Positions[source] = reader.ReadInt64();
        }
    }
}
