using SendFlowr.Streams.Logs;

namespace SendFlowr.Streams.Embedded;

/// <summary>Where in the log a time begins. Segments say when they were last written to; what readers pass is remembered more finely.</summary>
/// <remarks>Safe for all threads. Correct also where the clock was set back; it then only finds an earlier place.</remarks>
internal sealed class FrameTimes
{
    /// <summary>Bytes between two remembered places: 16 bytes of memory for each 256 KiB of log that was read.</summary>
    private const long Distance = 256 << 10;

    private readonly Lock _gate = new();
    private readonly List<FramePlace> _places = [];

    /// <summary>A place before which every frame that is kept is older than the time.</summary>
    public FramePlace Find(FrameLog log, long fromMilliseconds)
    {
        IReadOnlyList<Segment> segments = log.Segments;
        FramePlace found = new(segments[0].Start, long.MinValue);
        for (int i = 0; i + 1 < segments.Count; i++)
        {
            long latest = Math.Max(found.Latest, segments[i].Use.LastNow);
            if (latest >= fromMilliseconds)
            {
                break;
            }

            found = new FramePlace(segments[i + 1].Start, latest);
        }

        lock (_gate)
        {
            for (int i = _places.Count - 1; i >= 0 && _places[i].Position > found.Position; i--)
            {
                if (_places[i].Latest < fromMilliseconds)
                {
                    return _places[i];
                }
            }
        }

        return found;
    }

    /// <summary>Remembers a place, unless one shortly before it is known.</summary>
    public void Learn(FramePlace place)
    {
        lock (_gate)
        {
            int index = _places.Count;
            while (index > 0 && _places[index - 1].Position > place.Position)
            {
                index--;
            }

            if (index == 0 || place.Position - _places[index - 1].Position >= Distance)
            {
                _places.Insert(index, place);
            }
        }
    }
}

/// <summary>The beginning of a frame, and the time of the latest frame before it.</summary>
/// <param name="Position">Position in the log.</param>
/// <param name="Latest">By the driver's time, in milliseconds since 1970; the least number when nothing is before it.</param>
internal readonly record struct FramePlace(long Position, long Latest);
