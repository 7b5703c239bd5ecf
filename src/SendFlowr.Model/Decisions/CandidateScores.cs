using System.Numerics;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>The scores of candidates that follow each other minute by minute: value of the minute × bounded ∏(1 + ω).</summary>
/// <remarks>
/// Minutes in which hot paths count are scored one by one; behind them whole blocks are passed over, with the same outcome as if every
/// minute were scored. Reusable and free of allocation once warm; not thread-safe.
/// </remarks>
internal sealed class CandidateScores
{
    private const int Week = MinuteOfWeek.MinutesPerWeek;

    private double[] _hotScores = new double[64];
    private ArrivalValues _values = new();
    private (int Start, int Slot)[] _stretches = new (int, int)[4];
    private int _stretchCount;
    private int _count;

    /// <summary>What each minute of the week is worth.</summary>
    public ArrivalValues Values => _values;

    /// <summary>The first candidates, whose scores depend on hot paths; behind them a score is the value of the minute.</summary>
    public int HotCount { get; private set; }

    /// <summary>The candidates of a window.</summary>
    /// <param name="window">The candidates.</param>
    /// <param name="clock">The clock that the values are in.</param>
    /// <param name="values">What each minute of the week is worth.</param>
    /// <param name="signals">Evaluated for the channel and decision time.</param>
    /// <param name="lastHotMinute">The last minute, since 1970, in which hot paths count.</param>
    public void Set(CandidateWindow window, PersonClock clock, ArrivalValues values, SignalEvaluation signals, long lastHotMinute)
    {
        _values = values;
        SetStretches(window, clock);
        HotCount = signals.HotPaths.IsEmpty ? 0 : (int)Math.Clamp(lastHotMinute - window.FirstMinute + 1, 0, window.Count);
        if (_hotScores.Length < HotCount)
        {
            _hotScores = new double[HotCount];
        }

        for (int i = 0; i < HotCount; i++)
        {
            _hotScores[i] = _values.At(SlotOf(i)) * signals.FactorAt(window.FirstMinute + i);
        }
    }

    /// <summary>The minutes of the week from Monday 00:00 on, signals aside.</summary>
    public void SetWeek(ArrivalValues values)
    {
        _values = values;
        _stretches[0] = (0, 0);
        _stretchCount = 1;
        _count = 2 * Week;
        HotCount = 0;
    }

    public double At(int candidate) => candidate < HotCount ? _hotScores[candidate] : _values.At(SlotOf(candidate));

    /// <summary>The minute of the week a candidate lies in.</summary>
    public int SlotOf(int candidate)
    {
        (int start, int slot) = _stretches[StretchOf(candidate)];
        return (slot + candidate - start) % Week;
    }

    /// <summary>
    /// The end of the stretch a candidate lies in: up to there minutes of the week follow each other. It ends where the person's clock is put
    /// forward or back.
    /// </summary>
    public int EndOfStretch(int candidate)
    {
        int stretch = StretchOf(candidate);
        return stretch + 1 < _stretchCount ? _stretches[stretch + 1].Start : _count;
    }

    /// <summary>The first of the greatest scores in [start, end) that is above a score, which it becomes; −1 when none is.</summary>
    public int BestOf(int start, int end, ref double score)
    {
        int best = -1;
        for (; start < Math.Min(end, HotCount); start++)
        {
            if (_hotScores[start] > score)
            {
                (best, score) = (start, _hotScores[start]);
            }
        }

        while (start < end)
        {
            // Behind the hot minutes scores repeat every week, and of equals the first wins.
            int stretchEnd = Math.Min(end, EndOfStretch(start));
            int found = BestValue(start, Math.Min(stretchEnd, start + Week), ref score);
            best = found >= 0 ? found : best;
            start = stretchEnd;
        }

        return best;
    }

    private void SetStretches(CandidateWindow window, PersonClock clock)
    {
        _count = window.Count;
        _stretchCount = 0;
        long end = window.FirstMinute + window.Count;
        for (long from = window.FirstMinute; from < end; from = clock.NextChangeAfter(from))
        {
            if (_stretchCount == _stretches.Length)
            {
                Array.Resize(ref _stretches, 2 * _stretchCount);
            }

            _stretches[_stretchCount++] = ((int)(from - window.FirstMinute), clock.MinuteOfWeekAt(from).Value);
        }
    }

    private int StretchOf(int candidate)
    {
        int stretch = _stretchCount - 1;
        while (stretch > 0 && _stretches[stretch].Start > candidate)
        {
            stretch--;
        }

        return stretch;
    }

    private int BestValue(int start, int end, ref double score)
    {
        int best = -1;
        ReadOnlySpan<double> blocks = _values.Best;
        while (start < end)
        {
            (int block, int minute) = _values.BlockOf(SlotOf(start));
            int whole = minute == 0 ? Math.Min((end - start) / _values.BlockMinutes, blocks.Length - block) : 0;
            if (whole > 0)
            {
                int above = FirstGreatest(blocks.Slice(block, whole), ref score);
                best = above >= 0 ? FirstOfBlock(start + (above * _values.BlockMinutes), score) : best;
                start += whole * _values.BlockMinutes;
                continue;
            }

            int partEnd = Math.Min(end, start + _values.BlockMinutes - minute);
            for (int i = start; i < (_values.IsStepped ? start + 1 : partEnd); i++)
            {
                double value = _values.At(SlotOf(i));
                if (value > score)
                {
                    (best, score) = (i, value);
                }
            }

            start = partEnd;
        }

        return best;
    }

    /// <summary>The first of the greatest values when it is above a score, which it becomes; −1 otherwise.</summary>
    private static int FirstGreatest(ReadOnlySpan<double> values, ref double score)
    {
        int width = Vector<double>.Count;
        Vector<double> one = new(score);
        Vector<double> two = one;
        int i = 0;
        for (; i <= values.Length - (2 * width); i += 2 * width)
        {
            one = Vector.Max(one, new Vector<double>(values[i..]));
            two = Vector.Max(two, new Vector<double>(values[(i + width)..]));
        }

        one = Vector.Max(one, two);
        double greatest = score;
        for (int lane = 0; lane < width; lane++)
        {
            greatest = Math.Max(greatest, one[lane]);
        }

        for (; i < values.Length; i++)
        {
            greatest = Math.Max(greatest, values[i]);
        }

        if (!(greatest > score))
        {
            return -1;
        }

        score = greatest;
        return values.IndexOf(greatest);
    }

    /// <summary>The first candidate of a block, which begins with the one given, that has the block's greatest value.</summary>
    private int FirstOfBlock(int candidate, double value)
    {
        while (_values.At(SlotOf(candidate)) != value)
        {
            candidate++;
        }

        return candidate;
    }

    /// <summary>The first candidate behind one, up to an end, that has another score than it.</summary>
    public int EndOfEqual(int candidate, int end, double score)
    {
        int next = candidate + 1;
        while (next < end && At(next) == score)
        {
            (int block, int minute) = _values.BlockOf(SlotOf(next));
            bool isWhole = next >= HotCount && (minute == 0 || _values.IsStepped) && _values.IsFlat(block);
            next = isWhole ? Math.Min(next + _values.BlockMinutes - minute, Math.Min(end, EndOfStretch(next))) : next + 1;
        }

        return next;
    }
}
