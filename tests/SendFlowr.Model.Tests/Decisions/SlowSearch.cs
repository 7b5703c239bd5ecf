using SendFlowr.Model.Decisions;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Decisions;

/// <summary>The search written plainly: every candidate scored, every breaker asked, every run of equal scores looked at.</summary>
internal sealed class SlowSearch
{
    private readonly CandidateWindow _window;
    private readonly double[] _scores;

    public SlowSearch(CandidateWindow window, Func<int, double> valueOf, SignalEvaluation signals, long latencyMilliseconds)
    {
        _window = window;
        double[] free = [.. Enumerable.Range(0, window.Count).Select(i =>
            valueOf(MinuteOfWeek.FromEpochMinute(window.FirstMinute + i).Value) * signals.FactorAt(window.FirstMinute + i))];
        _scores = [.. free.Select((score, i) => CandidateSearch.BreakerOf(signals, window.At(i), latencyMilliseconds) >= 0 ? -1 : score)];
        BestUnblocked = FirstGreatest(free);
        Best = FirstGreatest(_scores);
        Best = Best >= 0 && _scores[Best] >= 0 ? Best : -1;
        Alternatives = Best < 0 ? [] : PickAlternatives();
    }

    public int Best { get; }

    public int BestUnblocked { get; }

    public int[] Alternatives { get; }

    public double ScoreAt(int candidate) => _scores[candidate];

    private static int FirstGreatest(double[] scores) => scores.Length == 0 ? -1 : Array.IndexOf(scores, scores.Max());

    private int[] PickAlternatives()
    {
        List<int> picked = [];
        foreach (int peak in Peaks().Where(peak => _scores[peak] >= 0.5 * _scores[Best]).OrderByDescending(peak => _scores[peak]).ThenBy(peak => peak))
        {
            if (picked.Count < 5 && picked.Append(Best).All(other => Math.Abs(_window.At(peak).EpochMilliseconds - _window.At(other).EpochMilliseconds) >= 1_800_000))
            {
                picked.Add(peak);
            }
        }

        return [.. picked];
    }

    /// <summary>The first of every run of equal scores that is higher than what stands on both sides of it.</summary>
    private IEnumerable<int> Peaks()
    {
        int start = 0;
        while (start < _scores.Length)
        {
            int end = start + 1;
            while (end < _scores.Length && _scores[end] == _scores[start])
            {
                end++;
            }

            if ((start == 0 || _scores[start - 1] < _scores[start]) && (end == _scores.Length || _scores[end] < _scores[start]))
            {
                yield return start;
            }

            start = end;
        }
    }
}
