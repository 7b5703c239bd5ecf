using SendFlowr.Streams.Logs;

namespace SendFlowr.Streams.Embedded;

/// <summary>Frames by position: the newest from memory, older ones from disk. Also lends the memory for new frames.</summary>
/// <remarks>
/// Belongs to the engine's owner. A frame stays valid until <see cref="Trim"/>, which may lend its memory to a later frame.
/// </remarks>
internal sealed class FrameSource(FrameLog log, BlockReader disk, long cacheBytes) : IDisposable
{
    private const int MaxSpares = 4;
    private const int SpareRoundingBytes = 64 << 10;

    private readonly Dictionary<long, FrameView> _cached = [];
    private readonly Queue<FrameView> _order = new();
    private readonly List<byte[]> _spares = [];
    private long _cachedBytes;

    public long BytesReadFromDisk => disk.BytesRead;

    public FrameView Get(long position)
    {
        if (_cached.TryGetValue(position, out FrameView frame))
        {
            return frame;
        }

        Segment segment = log.SegmentAt(position, out long end);
        return disk.TryRead(segment, position, end, out frame)
            ? frame
            : throw LogDamage.At(segment.Path, position, position - segment.Start);
    }

    /// <summary>An array for a frame of a length, at least; its content is undefined.</summary>
    public byte[] Rent(int length)
    {
        int index = _spares.FindIndex(spare => spare.Length >= length && spare.Length / 8 <= length);
        if (index >= 0)
        {
            byte[] spare = _spares[index];
            _spares.RemoveAt(index);
            return spare;
        }

        long rounded = (length + (length / 4L) + SpareRoundingBytes - 1) / SpareRoundingBytes * SpareRoundingBytes;
        return length < SpareRoundingBytes / 8
            ? GC.AllocateUninitializedArray<byte>(length)
            : GC.AllocateUninitializedArray<byte>((int)Math.Min(rounded, Array.MaxLength));
    }

    /// <summary>Keeps a frame that was just appended, in an array from <see cref="Rent"/>.</summary>
    public void Add(in FrameView frame)
    {
        _cached.Add(frame.Header.Position, frame);
        _order.Enqueue(frame);
        _cachedBytes += frame.Array.Length;
    }

    /// <summary>Gives up the oldest frames beyond the limit; called when nobody holds a frame.</summary>
    public void Trim()
    {
        while (_cachedBytes > cacheBytes && _order.TryDequeue(out FrameView frame))
        {
            _cached.Remove(frame.Header.Position);
            _cachedBytes -= frame.Array.Length;
            if (_spares.Count < MaxSpares)
            {
                _spares.Add(frame.Array);
            }
        }
    }

    public void Dispose() => disk.Dispose();
}
