using SendFlowr.Streams.Buffers;

namespace SendFlowr.Streams.Logs;

/// <summary>
/// What the first frame of a segment says: the catalog, the offset each partition goes on with, and about the segment before it
/// when it was last written to and which topics have records there.
/// </summary>
internal sealed record SegmentHeader(LogCatalog Catalog, TopicOffsets FirstOffsets, SegmentUse Previous)
{
    /// <summary>The header as an unsealed frame.</summary>
    public byte[] ToFrame()
    {
        var target = new GrowableBytes();
        target.Append(FrameHeader.SizeBytes);
        Catalog.Write(target);
        FirstOffsets.Write(target);
        target.WriteInt64(Previous.LastNow);
        target.WriteInt32(Previous.Topics.Count);
        foreach (int topic in Previous.Topics)
        {
            target.WriteInt32(topic);
        }

        return target.Span.ToArray();
    }

    public static SegmentHeader Read(in FrameView frame)
    {
        ByteReader reader = frame.Payload;
        LogCatalog catalog = LogCatalog.Read(ref reader);
        TopicOffsets offsets = TopicOffsets.Read(catalog, ref reader);
        var use = new SegmentUse { LastNow = reader.ReadInt64() };
        int topics = reader.ReadCount();
        for (int index = 0; index < topics; index++)
        {
            use.Topics.Add(reader.ReadInt32());
        }

        return new SegmentHeader(catalog, offsets, use);
    }
}

/// <summary>When a segment was last written to, by the driver's time, and which topics have records there.</summary>
internal sealed class SegmentUse
{
    public long LastNow { get; set; } = long.MinValue;

    public SortedSet<int> Topics { get; } = [];

    public void Add(in FrameView frame)
    {
        LastNow = Math.Max(LastNow, frame.Header.Now);
        for (int index = 0; index < frame.OutputCount; index++)
        {
            Topics.Add(frame.Output(index).Topic);
        }
    }
}
