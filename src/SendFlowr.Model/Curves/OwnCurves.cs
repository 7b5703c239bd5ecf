using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Curves;

/// <summary>The own parts of a person's T on the grid, weighted by u, without what the population lends them.</summary>
/// <remarks>
/// Half-lives of one bandwidth are merged into one weight for each event. Kernels are added into cells with a margin on both sides, so
/// that one pass over a table adds an event wherever it lies; the margins are folded back once. A reusable buffer, not thread-safe.
/// </remarks>
internal sealed class OwnCurves
{
    /// <summary>Cells beside a day or week that kernels reach into: 60 cells of the widest, filled up to whole vectors.</summary>
    private const int Before = 64;
    private const int After = 72;

    private readonly double[] _allDays = new double[Before + WeekGrid.CellsPerDay + After];
    private readonly double[][] _dayTypes =
        [new double[Before + WeekGrid.CellsPerDay + After], new double[Before + WeekGrid.CellsPerDay + After]];

    private readonly double[] _week = new double[Before + WeekGrid.CellsPerWeek + After];

    /// <summary>Σ of the parts that are the same on every day of a type, by cell of the day.</summary>
    /// <param name="dayType">0 is Monday to Friday.</param>
    public ReadOnlySpan<double> Day(int dayType) => _dayTypes[dayType].AsSpan(Before, WeekGrid.CellsPerDay);

    /// <summary>Σ v_i K30(m − m_i), not yet weighted, by cell of the week.</summary>
    public ReadOnlySpan<double> Week => _week.AsSpan(Before, WeekGrid.CellsPerWeek);

    public void Build(CurvePerson person)
    {
        _allDays.AsSpan().Clear();
        _dayTypes[0].AsSpan().Clear();
        _dayTypes[1].AsSpan().Clear();
        _week.AsSpan().Clear();
        CurveEvidence evidence = person.Evidence;
        if (evidence.Count == 0)
        {
            return;
        }

        Add(evidence, person.Priors.Weights.TimeOfDay(person.Bucket));
        Fold(_allDays, WeekGrid.CellsPerDay);
        Fold(_week, WeekGrid.CellsPerWeek);
        foreach (double[] dayType in _dayTypes)
        {
            Fold(dayType, WeekGrid.CellsPerDay);
            VectorSums.AddScaled(dayType.AsSpan(Before, WeekGrid.CellsPerDay), _allDays.AsSpan(Before, WeekGrid.CellsPerDay), 1);
        }
    }

    private void Add(CurveEvidence evidence, ReadOnlySpan<double> weights)
    {
        double recent = 1 / (evidence.RecentSum + 1);
        double longer = 1 / (evidence.LongSum + 1);
        double all = 1 / (evidence.VoteSum + 1);
        double recentNarrow = weights[(int)CurvePart.Own14Days20Minutes] * recent;
        double recentWide = weights[(int)CurvePart.Own14Days60Minutes] * recent;
        double longNarrow = weights[(int)CurvePart.Own120Days20Minutes] * longer;
        double longWide = weights[(int)CurvePart.Own120Days60Minutes] * longer;
        double allNarrow = weights[(int)CurvePart.OwnAll20Minutes] * all;
        double exact = weights[(int)CurvePart.OwnAll5Minutes] * all;
        Span<double> ofType =
        [
            weights[(int)CurvePart.OwnDayType60Minutes] / (evidence.DayTypeVotes[0] + 1),
            weights[(int)CurvePart.OwnDayType60Minutes] / (evidence.DayTypeVotes[1] + 1),
        ];
        ReadOnlySpan<int> minutes = evidence.MinutesOfWeek;
        for (int i = 0; i < minutes.Length; i++)
        {
            (int weekday, int minute) = Math.DivRem(minutes[i], Time.MinuteOfWeek.MinutesPerDay);
            int type = CurveParts.DayTypeOf(weekday);
            double vote = evidence.Votes[i];
            double recentVote = evidence.RecentVotes[i];
            double longVote = evidence.LongVotes[i];
            ReadOnlySpan<double> wide = CurveKernels.Of60Minutes.PaddedAt(minute, out int first);
            VectorSums.AddScaledTwice(
                _allDays.AsSpan(Before + first, wide.Length), (recentWide * recentVote) + (longWide * longVote),
                _dayTypes[type].AsSpan(Before + first, wide.Length), ofType[type] * longVote, wide);
            ReadOnlySpan<double> narrow = CurveKernels.Of20Minutes.PaddedAt(minute, out first);
            double narrowWeight = (recentNarrow * recentVote) + (longNarrow * longVote) + (allNarrow * vote);
            VectorSums.AddScaled(_allDays.AsSpan(Before + first, narrow.Length), narrow, narrowWeight);
            ReadOnlySpan<double> minuteWide = CurveKernels.Of5Minutes.PaddedAt(minute, out first);
            VectorSums.AddScaled(_allDays.AsSpan(Before + first, minuteWide.Length), minuteWide, exact * vote);
            ReadOnlySpan<double> ofWeek = CurveKernels.Of30Minutes.PaddedAt(minutes[i], out first);
            VectorSums.AddScaled(_week.AsSpan(Before + first, ofWeek.Length), ofWeek, vote);
        }
    }

    /// <summary>Adds what lies in the margins to the other end of the day or week.</summary>
    private static void Fold(double[] cells, int count)
    {
        VectorSums.AddScaled(cells.AsSpan(count, Before), cells.AsSpan(0, Before), 1);
        VectorSums.AddScaled(cells.AsSpan(Before, After), cells.AsSpan(Before + count, After), 1);
    }
}
