using SendFlowr.Audience.People;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Attention;

/// <summary>α: how attentive a person is at each minute of their own week, relative to their mean, which is 1.</summary>
/// <remarks>
/// α(m) = factor of the weekday × time of day of the day's type (Monday to Friday, Saturday and Sunday), constant within cells of five
/// minutes. A time of day is a mixture of habitual times (normal around a centre, wrapped at midnight) and a background. Immutable, thread-safe.
/// </remarks>
public sealed class AttentionWeek
{
    public const int MinutesPerCell = 5;
    public const int CellsPerDay = MinuteOfWeek.MinutesPerDay / MinutesPerCell;
    public const int DaysPerWeek = 7;
    public const int WorkingDays = 5;

    private readonly double[] _working;
    private readonly double[] _weekend;
    private readonly double[] _weekdays = new double[DaysPerWeek];

    /// <param name="working">Time of day of Monday to Friday: 288 cells of mean 1.</param>
    /// <param name="weekend">Time of day of Saturday and Sunday: 288 cells of mean 1.</param>
    /// <param name="weekdays">Factor of each weekday from Monday, 0 or more, at least one positive; brought to a mean of 1.</param>
    public AttentionWeek(double[] working, double[] weekend, ReadOnlySpan<double> weekdays)
    {
        ArgumentNullException.ThrowIfNull(working);
        ArgumentNullException.ThrowIfNull(weekend);
        ArgumentOutOfRangeException.ThrowIfNotEqual(working.Length, CellsPerDay);
        ArgumentOutOfRangeException.ThrowIfNotEqual(weekend.Length, CellsPerDay);
        ArgumentOutOfRangeException.ThrowIfNotEqual(weekdays.Length, DaysPerWeek);
        _working = working;
        _weekend = weekend;
        double sum = 0;
        foreach (double factor in weekdays)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(factor, nameof(weekdays));
            sum += factor;
        }

        ArgumentOutOfRangeException.ThrowIfZero(sum, nameof(weekdays));
        for (int day = 0; day < DaysPerWeek; day++)
        {
            _weekdays[day] = weekdays[day] * DaysPerWeek / sum;
            Greatest = Math.Max(Greatest, _weekdays[day] * (day < WorkingDays ? working : weekend).Max());
        }
    }

    /// <summary>The factor of each weekday from Monday; their mean is 1.</summary>
    public IReadOnlyList<double> Weekdays => _weekdays;

    /// <summary>The greatest α of the week.</summary>
    public double Greatest { get; }

    /// <summary>α at a minute of the person's own week.</summary>
    public double At(MinuteOfWeek local) =>
        _weekdays[local.Weekday] * (local.Weekday < WorkingDays ? _working : _weekend)[local.MinuteOfDay / MinutesPerCell];

    /// <summary>A time of day of mean 1 from habitual times and a background.</summary>
    /// <param name="peaks">The habitual times; their shares add up to 1 at most.</param>
    /// <param name="background">288 cells of mean 1, which get what the habitual times leave.</param>
    public static double[] TimeOfDay(IReadOnlyList<HabitPeak> peaks, ReadOnlySpan<double> background)
    {
        ArgumentNullException.ThrowIfNull(peaks);
        double[] cells = new double[CellsPerDay];
        double left = 1;
        foreach (HabitPeak peak in peaks)
        {
            AddPeak(cells, peak);
            left -= peak.Share;
        }

        for (int cell = 0; cell < CellsPerDay; cell++)
        {
            cells[cell] += left * background[cell];
        }

        return cells;
    }

    private static void AddPeak(double[] cells, HabitPeak peak)
    {
        Span<double> bell = stackalloc double[CellsPerDay];
        double sum = 0;
        for (int cell = 0; cell < CellsPerDay; cell++)
        {
            double distance = Math.Abs((cell * MinutesPerCell) + (MinutesPerCell / 2.0) - peak.CentreMinute);
            double wrapped = Math.Min(distance, MinuteOfWeek.MinutesPerDay - distance) / peak.DeviationMinutes;
            bell[cell] = DeterministicMath.Exp(-0.5 * wrapped * wrapped);
            sum += bell[cell];
        }

        for (int cell = 0; cell < CellsPerDay; cell++)
        {
            cells[cell] += peak.Share * bell[cell] * CellsPerDay / sum;
        }
    }
}
