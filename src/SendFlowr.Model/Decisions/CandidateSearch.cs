using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>Finds the best candidate, what it would have been without breakers, and the next best local maxima.</summary>
/// <remarks>
/// A candidate is out while a breaker is active at it or at its trigger instant. Of equals the earliest wins. Reusable and free of
/// allocation once warm; not thread-safe.
/// </remarks>
internal sealed class CandidateSearch
{
    private readonly BlockedRanges _blocked = new();
    private readonly CandidateScores _scores = new();
    private readonly AlternativeSearch _alternatives = new();
    private int _count;

    /// <summary>Index of the best candidate that nothing blocks; −1 when there is none.</summary>
    public int Best { get; private set; }

    /// <summary>Index of the best candidate were there no breakers; −1 only without candidates.</summary>
    public int BestUnblocked { get; private set; }

    /// <summary>Candidates beside the best, best first.</summary>
    public ReadOnlySpan<int> Alternatives => _alternatives.Found;

    public double ScoreAt(int candidate) => _scores.At(candidate);

    /// <summary>Searches a window.</summary>
    /// <param name="window">The candidates.</param>
    /// <param name="clock">The clock that the values are in.</param>
    /// <param name="values">What each minute of the week is worth.</param>
    /// <param name="signals">Evaluated for the channel and decision time.</param>
    /// <param name="lastHotMinute">The last minute, since 1970, in which hot paths count.</param>
    /// <param name="latencyMilliseconds">Trigger to arrival.</param>
    public void Run(
        CandidateWindow window, PersonClock clock, ArrivalValues values, SignalEvaluation signals, long lastHotMinute, long latencyMilliseconds)
    {
        Best = BestUnblocked = -1;
        _alternatives.Clear();
        _count = window.Count;
        if (_count == 0)
        {
            return;
        }

        _scores.Set(window, clock, values, signals, lastHotMinute);
        _blocked.Set(window, signals.Breakers, latencyMilliseconds);
        double score = double.NegativeInfinity;
        BestUnblocked = _scores.BestOf(0, _count, ref score);
        Best = _blocked.Count == 0 ? BestUnblocked : BestFree();
        if (Best >= 0)
        {
            _alternatives.Run(window, _scores, _blocked, Best);
        }
    }

    /// <summary>The breaker that blocks an arrival, as an index of the evaluation: at the instant itself, else at its trigger; −1 for none.</summary>
    public static int BreakerOf(SignalEvaluation signals, Timestamp arrival, long latencyMilliseconds)
    {
        int breaker = signals.BreakerAt(arrival);
        return breaker >= 0 ? breaker : signals.BreakerAt(new Timestamp(arrival.EpochMilliseconds - latencyMilliseconds));
    }

    private int BestFree()
    {
        int best = -1;
        double score = double.NegativeInfinity;
        int start = 0;
        for (int i = 0; i <= _blocked.Count; i++)
        {
            int end = i < _blocked.Count ? _blocked[i].Start : _count;
            int found = _scores.BestOf(start, end, ref score);
            best = found >= 0 ? found : best;
            start = i < _blocked.Count ? _blocked[i].End : end;
        }

        return best;
    }
}
