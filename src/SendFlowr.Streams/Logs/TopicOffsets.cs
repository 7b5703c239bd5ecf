namespace SendFlowr.Streams.Logs;

/// <summary>An offset for every topic partition, by the catalog's numbers.</summary>
/// <remarks>One thread writes; single offsets may be read from any thread.</remarks>
internal sealed class TopicOffsets
{
    private readonly long[][] _offsets;

    public TopicOffsets(LogCatalog catalog)
    {
        _offsets = [.. catalog.Topics.Select(topic => new long[topic.Partitions])];
    }

    private TopicOffsets(long[][] offsets)
    {
        _offsets = offsets;
    }

    public long this[int topic, int partition]
    {
        get => Volatile.Read(ref _offsets[topic][partition]);
        set => Volatile.Write(ref _offsets[topic][partition], value);
    }

    public int TopicCount => _offsets.Length;

    public TopicOffsets Copy() => new([.. _offsets.Select(partitions => (long[])partitions.Clone())]);

    /// <summary>Takes the offsets of another, which may know fewer topics.</summary>
    public void TakeFrom(TopicOffsets other)
    {
        for (int topic = 0; topic < other._offsets.Length; topic++)
        {
            other._offsets[topic].CopyTo(_offsets[topic], 0);
        }
    }

    /// <summary>Moves the offsets behind the records of a frame.</summary>
    public void Advance(in FrameView frame)
    {
        for (int index = 0; index < frame.OutputCount; index++)
        {
            FrameOutput output = frame.Output(index);
            this[output.Topic, output.Partition] = output.EndOffset;
        }
    }

    public void Write(Buffers.GrowableBytes target)
    {
        foreach (long[] partitions in _offsets)
        {
            foreach (long offset in partitions)
            {
                target.WriteInt64(offset);
            }
        }
    }

    public static TopicOffsets Read(LogCatalog catalog, ref Buffers.ByteReader reader)
    {
        var offsets = new TopicOffsets(catalog);
        foreach (long[] partitions in offsets._offsets)
        {
            for (int partition = 0; partition < partitions.Length; partition++)
            {
                partitions[partition] = reader.ReadInt64();
            }
        }

        return offsets;
    }
}
