using System.Buffers.Binary;
using SendFlowr.Streams.Buffers;

namespace SendFlowr.Streams.Logs;

/// <summary>Collects the parts of one transaction and lays them out as a frame (see <see cref="FrameView"/>). Reused; not thread safe.</summary>
internal sealed class FrameBuilder
{
    private readonly List<(FrameOutput Entry, GrowableBytes Bytes)> _outputs = [];
    private readonly List<(FrameTask Entry, GrowableBytes Bytes)> _tasks = [];
    private long _bodyBytes;

    public bool IsEmpty => _outputs.Count == 0 && _tasks.Count == 0;

    public void Clear()
    {
        _outputs.Clear();
        _tasks.Clear();
        _bodyBytes = 0;
    }

    public void AddOutput(int topic, int partition, long firstOffset, int count, GrowableBytes records)
    {
        _outputs.Add((new FrameOutput(topic, partition, count, firstOffset, 0, records.Length), records));
        _bodyBytes += records.Length;
    }

    public void AddTask(int topology, int partition, GrowableBytes body)
    {
        _tasks.Add((new FrameTask(topology, partition, 0, body.Length), body));
        _bodyBytes += body.Length;
    }

    /// <summary>Length of the frame with its header.</summary>
    public int FrameBytes()
    {
        long bytes = FrameHeader.SizeBytes + FrameView.CountsBytes + _bodyBytes
            + (_outputs.Count * (long)FrameView.OutputEntryBytes) + (_tasks.Count * (long)FrameView.TaskEntryBytes);
        return bytes <= FrameHeader.MaxFrameBytes
            ? (int)bytes
            : throw new InvalidOperationException(
                $"A transaction would take {bytes} bytes in the log; the limit is {FrameHeader.MaxFrameBytes}. "
                + "Lower MaxRecordsPerTaskPerStep or MaxBytesPerStep, or append fewer records at once.");
    }

    /// <summary>Writes everything behind the header; the header itself is sealed by the log.</summary>
    public void Write(Span<byte> frame)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame[FrameHeader.SizeBytes..], _outputs.Count);
        BinaryPrimitives.WriteInt32LittleEndian(frame[(FrameHeader.SizeBytes + sizeof(int))..], _tasks.Count);
        int entryAt = FrameHeader.SizeBytes + FrameView.CountsBytes;
        int bodyAt = entryAt + (_outputs.Count * FrameView.OutputEntryBytes) + (_tasks.Count * FrameView.TaskEntryBytes);
        foreach ((FrameOutput output, GrowableBytes bytes) in _outputs)
        {
            Span<byte> entry = frame[entryAt..];
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)output.Topic);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)output.Partition);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], output.Count);
            BinaryPrimitives.WriteInt64LittleEndian(entry[8..], output.FirstOffset);
            BinaryPrimitives.WriteInt32LittleEndian(entry[16..], bodyAt);
            BinaryPrimitives.WriteInt32LittleEndian(entry[20..], output.Length);
            bytes.Span.CopyTo(frame[bodyAt..]);
            entryAt += FrameView.OutputEntryBytes;
            bodyAt += output.Length;
        }

        foreach ((FrameTask task, GrowableBytes bytes) in _tasks)
        {
            Span<byte> entry = frame[entryAt..];
            BinaryPrimitives.WriteUInt16LittleEndian(entry, (ushort)task.Topology);
            BinaryPrimitives.WriteUInt16LittleEndian(entry[2..], (ushort)task.Partition);
            BinaryPrimitives.WriteInt32LittleEndian(entry[4..], bodyAt);
            BinaryPrimitives.WriteInt32LittleEndian(entry[8..], task.Length);
            bytes.Span.CopyTo(frame[bodyAt..]);
            entryAt += FrameView.TaskEntryBytes;
            bodyAt += task.Length;
        }
    }
}
