using System.Globalization;
using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Tasks;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Snapshots;

/// <summary>
/// All committed state of one task at a position of the log: format, topology hash, task, position, stream time, last punctuation,
/// input positions, and the rows of every table; a CRC-32C at the end.
/// </summary>
internal static class SnapshotFile
{
    public const string Extension = ".snapshot";

    private const int LeastRowBytes = RowKey.SizeBytes + sizeof(int);
    private const ulong Format = 0x0000_0001_4e53_4653;

    /// <summary>The name of a task's snapshot at a position.</summary>
    public static string Name(TaskId task, long position) =>
        string.Create(CultureInfo.InvariantCulture, $"{task}.{position:x16}{Extension}");

    /// <summary>The position in the name of a task's snapshot; false for another task's, or another file.</summary>
    public static bool TryParseName(string name, TaskId task, out long position)
    {
        string prefix = $"{task}.";
        position = 0;
        return name.StartsWith(prefix, StringComparison.Ordinal)
            && name.Length == prefix.Length + 16 + Extension.Length
            && long.TryParse(name.AsSpan(prefix.Length, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out position)
            && position >= 0
            && Name(task, position) == name;
    }

    /// <summary>Writes the committed state and returns the length.</summary>
    public static long Write(IFile file, StreamTask task, long position)
    {
        var output = new SnapshotOutput(file);
        GrowableBytes target = output.Buffer;
        target.WriteUInt64(Format);
        target.WriteUInt64(task.Topology.Hash);
        target.WriteText(task.Id.Topology);
        target.WriteInt32(task.Id.Partition);
        target.WriteInt64(position);
        target.WriteInt64(task.Committed.StreamTime);
        target.WriteInt64(task.Committed.LastPunctuation ?? long.MinValue);
        foreach (long inputPosition in task.Committed.Positions)
        {
            target.WriteInt64(inputPosition);
        }

        foreach (TransactionalTable table in task.Tables)
        {
            WriteRows(output, table.Committed);
        }

        output.Finish();
        return output.Length;
    }

    /// <summary>Reads a snapshot into a state and empty tables.</summary>
    /// <exception cref="InvalidDataException">The file is not a whole snapshot of this task at this position.</exception>
    public static void Read(IFile file, StreamTask task, long position, bool verifyChecksum, TaskState state, IReadOnlyList<TableStore> tables)
    {
        var input = new SnapshotInput(file);
        if (input.ReadUInt64() != Format
            || input.ReadUInt64() != task.Topology.Hash
            || input.ReadText() != task.Id.Topology
            || input.ReadInt32() != task.Id.Partition
            || input.ReadInt64() != position)
        {
            throw new InvalidDataException("It is of another format, topology, task or position than its name says.");
        }

        state.StreamTime = input.ReadInt64();
        long punctuation = input.ReadInt64();
        state.LastPunctuation = punctuation == long.MinValue ? null : punctuation;
        for (int source = 0; source < state.Positions.Length; source++)
        {
            state.Positions[source] = input.ReadInt64();
        }

        foreach (TableStore table in tables)
        {
            long count = input.ReadInt64();
            table.Reserve(Math.Clamp(count, 0, file.Length / LeastRowBytes));
            for (long rows = count; rows > 0; rows--)
            {
                RowKey key = RowKey.Read(input.Read(RowKey.SizeBytes));
                ReadOnlySpan<byte> row = input.Read(input.ReadInt32());
                if (row.Length > ITable.MaxRowBytes)
                {
                    throw new InvalidDataException($"A row of {row.Length} bytes is too long.");
                }

                table.Put(RowHash.Of(key), key, row);
            }
        }

        if (verifyChecksum && !input.EndsWell())
        {
            throw new InvalidDataException("Its checksum is wrong.");
        }
    }

    private static void WriteRows(SnapshotOutput output, TableStore table)
    {
        GrowableBytes target = output.Buffer;
        target.WriteInt64(table.Count);
        Span<byte> keyBytes = stackalloc byte[RowKey.SizeBytes];
        ulong from = 0;
        int skip = 0;
        while (table.TryNext(from, skip, out ulong hash, out RowKey key, out ReadOnlySpan<byte> row))
        {
            key.Write(keyBytes);
            target.Write(keyBytes);
            target.WriteInt32(row.Length);
            target.Write(row);
            output.FlushIfLarge();
            skip = hash == from ? skip + 1 : 1;
            from = hash;
        }
    }
}
