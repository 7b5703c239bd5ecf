using SendFlowr.Streams.Buffers;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Records;

namespace SendFlowr.Streams.Embedded;

/// <summary>Reads committed records of a topic from the files of the log. Every enumeration has its own files and memory.</summary>
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

    /// <summary>Records of all partitions of a topic in the order of the log, out of the frames written at a time or later.</summary>
    public static IEnumerable<TopicRecord> ReadSince(
        FrameLog log, IFileSystem files, bool verify, FrameTimes times, int topic, long fromMilliseconds, RecordFilter wanted)
    {
        using var reader = new BlockReader(files, maxBlocks: 1, verify);
        long logEnd = log.End;
        FramePlace place = times.Find(log, fromMilliseconds);
        bool hasBegun = false;
        while (place.Position < logEnd)
        {
            if (TrySkipSegment(log, topic, ref place))
            {
                continue;
            }

            times.Learn(place);
            FrameView frame = ReadFrame(log, reader, place.Position);

            // What follows the first frame of the time comes after it, whatever a clock that was set back says.
            hasBegun |= frame.Header.Now >= fromMilliseconds;
            for (int entry = 0; hasBegun && entry < frame.OutputCount; entry++)
            {
                FrameOutput output = frame.Output(entry);
                int at = 0;
                for (long offset = output.FirstOffset; output.Topic == topic && offset < output.EndOffset; offset++)
                {
                    TopicRecord? record = Decode(frame, output, offset, ref at, wanted);
                    if (record is not null)
                    {
                        yield return record;
                    }
                }
            }

            place = new FramePlace(frame.Header.End, Math.Max(place.Latest, frame.Header.Now));
        }
    }

    /// <summary>Passes over a segment, at its beginning, that has no record of the topic. The last one is still being written.</summary>
    private static bool TrySkipSegment(FrameLog log, int topic, ref FramePlace place)
    {
        IReadOnlyList<Segment> segments = log.Segments;
        for (int i = segments.Count - 2; i >= 0 && segments[i].Start >= place.Position; i--)
        {
            if (segments[i].Start == place.Position && !segments[i].Use.Topics.Contains(topic))
            {
                place = new FramePlace(segments[i + 1].Start, Math.Max(place.Latest, segments[i].Use.LastNow));
                return true;
            }
        }

        return false;
    }

    private static TopicRecord? Decode(in FrameView frame, in FrameOutput output, long offset, ref int at, RecordFilter wanted)
    {
        EncodedRecord record = RecordCodec.Read(frame.Array.AsSpan(output.Start, output.Length), ref at);
        return wanted(record.Key, record.IsTombstone ? default : record.Value) ? Copy(frame, offset, record) : null;
    }

    private static TopicRecord? Decode(in FrameView frame, in FrameOutput output, long offset, ref int at, bool isWanted)
    {
        EncodedRecord record = RecordCodec.Read(frame.Array.AsSpan(output.Start, output.Length), ref at);
        return isWanted ? Copy(frame, offset, record) : null;
    }

    private static TopicRecord Copy(in FrameView frame, long offset, in EncodedRecord record) => new(
        offset,
        record.Timestamp,
        record.Key.ToArray(),
        record.IsTombstone ? null : record.Value.ToArray(),
        frame.Header.Position);

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
