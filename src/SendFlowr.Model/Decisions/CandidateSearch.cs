using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>Scores every candidate and finds the best one, what it would have been without breakers, and the next best local maxima.</summary>
/// <remarks>
/// score = value of the minute × bounded ∏(1 + ω); a candidate is out while a breaker is active at it or at its trigger instant.
/// Of equals the earliest wins. Grows to the longest window it has seen; not thread-safe.
/// </remarks>
internal sealed class CandidateSearch
{
    public const int MaxAlternatives = 5;

    private const long AlternativeDistanceMilliseconds = 30 * Timestamp.MillisecondsPerMinute;
    private const double Blocked = -1;

    private readonly int[] _alternatives = new int[MaxAlternatives];
    private double[] _scores = new double[MinuteOfWeek.MinutesPerWeek + 1];
    private int[] _peaks = new int[MinuteOfWeek.MinutesPerWeek + 1];
    private int _peakCount;
    private int _alternativeCount;

    /// <summary>Index of the best candidate that nothing blocks; −1 when there is none.</summary>
    public int Best { get; private set; }

    /// <summary>Index of the best candidate were there no breakers; −1 only without candidates.</summary>
    public int BestUnblocked { get; private set; }

    /// <summary>Candidates beside the best, best first.</summary>
    public ReadOnlySpan<int> Alternatives => _alternatives.AsSpan(0, _alternativeCount);

    public double ScoreAt(int candidate) => _scores[candidate];

    /// <summary>Searches a window.</summary>
    /// <param name="window">The candidates.</param>
    /// <param name="values">The value of each of the 10,080 minutes of the week.</param>
    /// <param name="signals">Evaluated for the channel and decision time.</param>
    /// <param name="latencyMilliseconds">Trigger to arrival.</param>
    public void Run(CandidateWindow window, ReadOnlySpan<double> values, SignalEvaluation signals, long latencyMilliseconds)
    {
        EnsureCapacity(window.Count);
        Score(window, values, signals, latencyMilliseconds);
        _alternativeCount = 0;
        if (Best >= 0)
        {
            FindPeaks(window.Count);
            PickAlternatives(window);
        }
    }

    /// <summary>The breaker that blocks an arrival, as an index of the evaluation: at the instant itself, else at its trigger; −1 for none.</summary>
    public static int BreakerOf(SignalEvaluation signals, Timestamp arrival, long latencyMilliseconds)
    {
        int breaker = signals.BreakerAt(arrival);
        return breaker >= 0 ? breaker : signals.BreakerAt(new Timestamp(arrival.EpochMilliseconds - latencyMilliseconds));
    }

    private void Score(CandidateWindow window, ReadOnlySpan<double> values, SignalEvaluation signals, long latencyMilliseconds)
    {
        Best = BestUnblocked = -1;
        double bestScore = double.NegativeInfinity;
        double bestUnblockedScore = double.NegativeInfinity;
        int slot = MinuteOfWeek.FromEpochMinute(window.FirstMinute).Value;
        bool breakers = signals.Breakers.Length > 0;
        for (int i = 0; i < window.Count; i++)
        {
            double score = values[slot] * signals.FactorAt(window.FirstMinute + i);
            slot = slot + 1 == values.Length ? 0 : slot + 1;
            if (score > bestUnblockedScore)
            {
                bestUnblockedScore = score;
                BestUnblocked = i;
            }

            if (breakers && BreakerOf(signals, window.At(i), latencyMilliseconds) >= 0)
            {
                _scores[i] = Blocked;
                continue;
            }

            _scores[i] = score;
            if (score > bestScore)
            {
                bestScore = score;
                Best = i;
            }
        }
    }

    /// <summary>The first of every run of equal scores that is higher than what stands on both sides of it.</summary>
    private void FindPeaks(int count)
    {
        _peakCount = 0;
        int start = 0;
        while (start < count)
        {
            int end = start + 1;
            while (end < count && _scores[end] == _scores[start])
            {
                end++;
            }

            bool rises = start == 0 || _scores[start - 1] < _scores[start];
            bool falls = end == count || _scores[end] < _scores[start];
            if (rises && falls)
            {
                _peaks[_peakCount++] = start;
            }

            start = end;
        }
    }

    private void PickAlternatives(CandidateWindow window)
    {
        while (_alternativeCount < MaxAlternatives)
        {
            int picked = -1;
            for (int i = 0; i < _peakCount; i++)
            {
                int peak = _peaks[i];
                if ((picked < 0 || _scores[peak] > _scores[picked]) && IsApart(window, peak))
                {
                    picked = peak;
                }
            }

            if (picked < 0)
            {
                return;
            }

            _alternatives[_alternativeCount++] = picked;
        }
    }

    private bool IsApart(CandidateWindow window, int candidate)
    {
        bool apart = Apart(window, candidate, Best);
        for (int i = 0; apart && i < _alternativeCount; i++)
        {
            apart = Apart(window, candidate, _alternatives[i]);
        }

        return apart;
    }

    private static bool Apart(CandidateWindow window, int left, int right) =>
        Math.Abs(window.At(left).EpochMilliseconds - window.At(right).EpochMilliseconds) >= AlternativeDistanceMilliseconds;

    private void EnsureCapacity(int count)
    {
        if (_scores.Length < count)
        {
            _scores = new double[count];
            _peaks = new int[count];
        }
    }
}
