using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>The candidates that breakers forbid, as ranges in order that neither touch nor overlap. Reusable; not thread-safe.</summary>
/// <remarks>A breaker forbids the arrivals within it, and those whose trigger lies within it.</remarks>
internal sealed class BlockedRanges
{
    private (int Start, int End)[] _ranges = new (int, int)[16];

    public int Count { get; private set; }

    /// <summary>The candidates from start, inclusive, to end, exclusive.</summary>
    public (int Start, int End) this[int index] => _ranges[index];

    public void Set(CandidateWindow window, ReadOnlySpan<BreakerInterval> breakers, long latencyMilliseconds)
    {
        Count = 0;
        foreach (ref readonly BreakerInterval breaker in breakers)
        {
            Add(window, breaker, 0);
            if (latencyMilliseconds > 0)
            {
                Add(window, breaker, latencyMilliseconds);
            }
        }

        Merge();
    }

    private void Add(CandidateWindow window, in BreakerInterval breaker, long shiftMilliseconds)
    {
        int start = window.FirstAtOrAfter(new Timestamp(breaker.From.EpochMilliseconds + shiftMilliseconds));
        int end = breaker.Until is { } until ? window.FirstAtOrAfter(new Timestamp(until.EpochMilliseconds + shiftMilliseconds)) : window.Count;
        if (start >= end)
        {
            return;
        }

        if (Count == _ranges.Length)
        {
            Array.Resize(ref _ranges, 2 * Count);
        }

        int place = Count++;
        for (; place > 0 && _ranges[place - 1].Start > start; place--)
        {
            _ranges[place] = _ranges[place - 1];
        }

        _ranges[place] = (start, end);
    }

    private void Merge()
    {
        int merged = 0;
        for (int i = 1; i < Count; i++)
        {
            if (_ranges[i].Start <= _ranges[merged].End)
            {
                _ranges[merged].End = Math.Max(_ranges[merged].End, _ranges[i].End);
            }
            else
            {
                _ranges[++merged] = _ranges[i];
            }
        }

        Count = Count == 0 ? 0 : merged + 1;
    }
}
