using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>Finds the next best local maxima of the score, at least 30 minutes from the best candidate and from each other.</summary>
/// <remarks>Reusable and free of allocation once warm; not thread-safe.</remarks>
internal sealed class AlternativeSearch
{
    public const int Most = 5;

    /// <summary>An alternative is worth telling from this share of the best score on.</summary>
    public const double LeastShare = 0.5;

    private const long DistanceMilliseconds = 30 * Timestamp.MillisecondsPerMinute;

    private readonly int[] _found = new int[Most];
    private (int Candidate, double Score)[] _peaks = new (int, double)[64];
    private CandidateScores _scores = new();
    private CandidateWindow _window;
    private int _peakCount;
    private int _foundCount;

    /// <summary>Best first; of equals the earlier.</summary>
    public ReadOnlySpan<int> Found => _found.AsSpan(0, _foundCount);

    public void Clear() => _peakCount = _foundCount = 0;

    /// <summary>Searches a window around its best candidate.</summary>
    public void Run(CandidateWindow window, CandidateScores scores, BlockedRanges blocked, int best)
    {
        Clear();
        _window = window;
        _scores = scores;
        FindPeaks(blocked, LeastShare * scores.At(best));
        Pick(best);
    }

    /// <summary>The first of every run of equal scores, of at least a score, that is higher than what stands on both sides of it.</summary>
    private void FindPeaks(BlockedRanges blocked, double least)
    {
        int start = 0;
        for (int i = 0; i <= blocked.Count; i++)
        {
            int end = i < blocked.Count ? blocked[i].Start : _window.Count;
            if (start < end)
            {
                FindPeaks(start, end, least);
            }

            start = i < blocked.Count ? blocked[i].End : end;
        }
    }

    /// <summary>Looks where a peak can be: among hot minutes, at both ends of the stretch, and in blocks that turn from up to down.</summary>
    private void FindPeaks(int start, int end, double least)
    {
        int looked = Math.Min(end, Math.Max(start, _scores.HotCount) + 1);
        for (int i = start; i < looked; i++)
        {
            AddIfPeak(i, start, end, least);
        }

        int at = looked;
        while (at < end)
        {
            int stretchEnd = Math.Min(end, _scores.EndOfStretch(at));
            at = FindPeaksOfWeek(at, start, end, stretchEnd, least);
            if (at == stretchEnd && at < end)
            {
                // Where the clock is changed the blocks know nothing of their neighbours.
                AddIfPeak(at - 1, start, end, least);
                AddIfPeak(at, start, end, least);
            }
        }

        if (end - 1 >= looked)
        {
            AddIfPeak(end - 1, start, end, least);
        }
    }

    /// <summary>Looks into the blocks from a candidate to the end of the stretch or of the week; returns the candidate after them.</summary>
    private int FindPeaksOfWeek(int at, int start, int end, int stretchEnd, double least)
    {
        ArrivalValues values = _scores.Values;
        (int block, int minute) = values.BlockOf(_scores.SlotOf(at));
        int origin = at - minute - (block * values.BlockMinutes);
        int blocks = Math.Min(values.Best.Length, (stretchEnd - origin + values.BlockMinutes - 1) / values.BlockMinutes);
        for (block = values.NextPeak(block, blocks, least); block < blocks; block = values.NextPeak(block + 1, blocks, least))
        {
            int first = origin + (block * values.BlockMinutes);
            int last = Math.Min(stretchEnd, values.IsStepped ? first + 1 : first + values.BlockMinutes);
            for (int i = Math.Max(at, first); i < last; i++)
            {
                AddIfPeak(i, start, end, least);
            }
        }

        return Math.Min(stretchEnd, origin + (blocks * values.BlockMinutes));
    }

    private void AddIfPeak(int candidate, int start, int end, double least)
    {
        double score = _scores.At(candidate);
        if (score < least || (candidate > start && _scores.At(candidate - 1) >= score))
        {
            return;
        }

        int next = _scores.EndOfEqual(candidate, end, score);
        if (next == end || _scores.At(next) < score)
        {
            Add(candidate, score);
        }
    }

    /// <summary>Takes a local maximum not before the last; the last one again changes nothing.</summary>
    private void Add(int candidate, double score)
    {
        if (_peakCount > 0 && _peaks[_peakCount - 1].Candidate == candidate)
        {
            return;
        }

        if (_peakCount == _peaks.Length)
        {
            Array.Resize(ref _peaks, 2 * _peakCount);
        }

        _peaks[_peakCount++] = (candidate, score);
    }

    private void Pick(int best)
    {
        while (_foundCount < Most)
        {
            int picked = -1;
            for (int i = 0; i < _peakCount; i++)
            {
                if ((picked < 0 || _peaks[i].Score > _peaks[picked].Score) && IsApart(_peaks[i].Candidate, best))
                {
                    picked = i;
                }
            }

            if (picked < 0)
            {
                return;
            }

            _found[_foundCount++] = _peaks[picked].Candidate;
        }
    }

    private bool IsApart(int candidate, int best)
    {
        bool apart = Apart(candidate, best);
        for (int i = 0; apart && i < _foundCount; i++)
        {
            apart = Apart(candidate, _found[i]);
        }

        return apart;
    }

    private bool Apart(int left, int right) =>
        Math.Abs(_window.At(left).EpochMilliseconds - _window.At(right).EpochMilliseconds) >= DistanceMilliseconds;
}
