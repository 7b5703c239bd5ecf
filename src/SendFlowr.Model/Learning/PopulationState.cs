using SendFlowr.Model.Curves;
using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Learning;

/// <summary>The sums over everyone: A of the week for ever, B of the week with a half-life of 7 days, C of the day with 30 days.</summary>
/// <remarks>
/// Fixed point, so that partitions and order change no bit. The state at the end of a day is that of the day before times 2^(−1/H),
/// rounded half to even, plus the day's sums. Not thread-safe while it is filled.
/// </remarks>
internal sealed class PopulationState
{
    public static readonly HalfLife WeekHalfLife = new(7);
    public static readonly HalfLife MonthHalfLife = new(30);

    /// <summary>A: votes × density per minute (20-minute kernel) in each of the 2,016 cells of the week.</summary>
    public long[] Cells { get; } = new long[WeekGrid.CellsPerWeek];

    /// <summary>SA: votes of each weekday.</summary>
    public long[] Weekdays { get; } = new long[CurveParts.DaysPerWeek];

    /// <summary>B: the same with a 45-minute kernel and a half-life of 7 days.</summary>
    public long[] RecentCells { get; } = new long[WeekGrid.CellsPerWeek];

    /// <summary>Votes of each weekday with a half-life of 7 days.</summary>
    public long[] RecentWeekdays { get; } = new long[CurveParts.DaysPerWeek];

    /// <summary>C: votes × density per minute (20-minute kernel) in each of the 288 cells of the day, half-life 30 days.</summary>
    public long[] DayCells { get; } = new long[WeekGrid.CellsPerDay];

    /// <summary>NC: votes with a half-life of 30 days; one number.</summary>
    public long[] DayVotes { get; } = new long[1];

    /// <summary>All sums, in stored order.</summary>
    public long[][] Arrays => [Cells, Weekdays, RecentCells, RecentWeekdays, DayCells, DayVotes];

    /// <summary>Adds one event.</summary>
    /// <param name="minuteOfWeek">In the person's clock.</param>
    /// <param name="vote">v.</param>
    /// <param name="daysLate">How many days before the day of the cut it happened; what decays has decayed so long.</param>
    public void Add(int minuteOfWeek, double vote, int daysLate)
    {
        int weekday = minuteOfWeek / Time.MinuteOfWeek.MinutesPerDay;
        double recent = daysLate == 0 ? vote : vote * WeekHalfLife.After(daysLate * Time.UtcDay.Minutes);
        double month = daysLate == 0 ? vote : vote * MonthHalfLife.After(daysLate * Time.UtcDay.Minutes);
        Add(Cells, CurveKernels.Of20Minutes, minuteOfWeek, vote);
        Add(RecentCells, CurveKernels.Of45Minutes, minuteOfWeek, recent);
        Add(DayCells, CurveKernels.Of20Minutes, minuteOfWeek % Time.UtcDay.Minutes, month);
        Weekdays[weekday] += FixedPoint.FromDouble(vote);
        RecentWeekdays[weekday] += FixedPoint.FromDouble(recent);
        DayVotes[0] += FixedPoint.FromDouble(month);
    }

    /// <summary>The state some days later, with the sums of the last of them.</summary>
    public PopulationState Advance(long days, PopulationState sums)
    {
        PopulationState next = new();
        SumArrays.Copy(Arrays, next.Arrays);
        Decay([next.RecentCells, next.RecentWeekdays], WeekHalfLife.PerDay, days);
        Decay([next.DayCells, next.DayVotes], MonthHalfLife.PerDay, days);
        SumArrays.Add(next.Arrays, sums.Arrays);
        return next;
    }

    private static void Add(long[] cells, GaussianKernel kernel, int minute, double weight)
    {
        ReadOnlySpan<double> values = kernel.At(minute, out int cell);
        cell += cell < 0 ? cells.Length : 0;
        foreach (double value in values)
        {
            cells[cell] += FixedPoint.FromDouble(weight * value);
            cell = cell + 1 == cells.Length ? 0 : cell + 1;
        }
    }

    /// <summary>Day by day, since each is rounded; what no longer changes stays as it is for ever.</summary>
    private static void Decay(long[][] arrays, double perDay, long days)
    {
        bool changed = true;
        for (long day = 0; day < days && changed; day++)
        {
            changed = false;
            foreach (long[] sums in arrays)
            {
                for (int i = 0; i < sums.Length; i++)
                {
                    long decayed = FixedPoint.Scale(sums[i], perDay);
                    changed |= decayed != sums[i];
                    sums[i] = decayed;
                }
            }
        }
    }
}
