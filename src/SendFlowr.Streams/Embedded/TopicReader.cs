using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Logs;

namespace SendFlowr.Streams.Embedded;

/// <summary>Reads the committed records of one partition from the files of the log. Every enumeration has its own files and memory.</summary>
internal static class TopicReader
{
    public static IEnumerable<TopicRecord> Read(FrameLog log, IFileSystem files, bool verify, int topic, int partition, long from, long end)
    {
        using var reader = new BlockReader(files, maxBlocks: 1, verify);
        long logEnd = log.End;
        long position = LogInput.SegmentOf(log, topic, partition, from).Start;
        long next = from;
        while (position < logEnd && next < end)
        {
            FrameView frame = ReadFrame(log, reader, position);
            for (int entry = 0; entry < frame.OutputCount && next < end; entry++)
            {
                FrameOutput output = frame.Output(entry);
                if (output.Topic != topic || output.Partition != partition || output.EndOffset <= next)
                {
                    continue;
                }

                int at = 0;
                for (long offset = output.FirstOffset; offset < output.EndOffset && offset < end; offset++)
                {
                    TopicRecord? record = Decode(frame, output, offset, ref at, isWanted: offset >= next);
                    if (record is not null)
                    {
                        yield return record;
                    }
                }

                next = output.EndOffset;
            }

            position = frame.Header.End;
        }
    }

    private static TopicRecord? Decode(in FrameView frame, in FrameOutput output, long offset, ref int at, bool isWanted)
    {
        EncodedRecord record = RecordCodec.Read(frame.Array.AsSpan(output.Start, output.Length), ref at);
        return isWanted
            ? new TopicRecord(
                offset,
                record.Timestamp,
                record.Key.ToArray(),
                record.IsTombstone ? null : record.Value.ToArray(),
                frame.Header.Position)
            : null;
    }

    private static FrameView ReadFrame(FrameLog log, BlockReader reader, long position)
    {
        Segment segment = log.SegmentAt(position, out long end);
        try
        {
            return reader.TryRead(segment, position, end, out FrameView frame)
                ? frame
                : throw LogDamage.At(segment.Path, position, position - segment.Start);
        }
        catch (FileNotFoundException exception)
        {
            throw new InvalidOperationException(
                $"The records at position {position} of the log passed their retention and were deleted while being read. Read again.", exception);
        }
    }
}
