using SendFlowr.Audience.Attention;
using SendFlowr.Audience.Chances;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.People;

/// <summary>Draws when a person is attentive. Every figure is explained in docs/AUDIENCE.md. Pure, thread-safe.</summary>
internal static class RhythmFactory
{
    private const double LeastDeviation = 15;
    private const double MostDeviation = 60;
    private const double LeastBackground = 0.35;
    private const double MostBackground = 0.7;
    private const double AsleepLevel = 0.03;
    private const double LeastWeekend = 0.3;
    private const double MostWeekend = 1.7;
    private const double WeekdayUnevenness = 0.25;
    private const double WeekendDelayMean = 60;
    private const double WeekendDelayDeviation = 45;
    private const double WeekendKeeps = 0.7;
    private const int NightOwlDelay = 5 * 60;
    private const int WakesAt = 7 * 60;
    private const int AwakeMinutes = 16 * 60;

    /// <summary>Times of day at which habits form: centre, its deviation between people, and how many people have it.</summary>
    private static readonly (double Centre, double Deviation, double Chance)[] Occasions =
    [
        (7.5 * 60, 45, 0.6), (12.5 * 60, 40, 0.5), (17.5 * 60, 50, 0.35), (20.5 * 60, 60, 0.75),
    ];

    public static (AttentionWeek Attention, IReadOnlyList<HabitPeak> Peaks) Draw(RhythmKind kind, ref Chance chance)
    {
        double[] weekdays = Weekdays(ref chance);
        if (kind == RhythmKind.Patternless)
        {
            double[] even = new double[AttentionWeek.CellsPerDay];
            Array.Fill(even, 1);
            return (new AttentionWeek(even, even, weekdays), []);
        }

        int delay = kind == RhythmKind.NightOwl ? NightOwlDelay : 0;
        List<HabitPeak> working = Peaks(delay, ref chance);
        List<HabitPeak> weekend = Weekend(working, ref chance);
        double[] background = Background(WakesAt + delay);
        AttentionWeek attention = new(
            AttentionWeek.TimeOfDay(working, background), AttentionWeek.TimeOfDay(weekend, background), weekdays);
        return (attention, [.. working.OrderBy(peak => peak.CentreMinute)]);
    }

    private static double[] Weekdays(ref Chance chance)
    {
        double weekend = chance.LogUniform(LeastWeekend, MostWeekend);
        double[] factors = new double[AttentionWeek.DaysPerWeek];
        for (int day = 0; day < factors.Length; day++)
        {
            factors[day] = (day < AttentionWeek.WorkingDays ? 1 : weekend) * chance.LogNormal(1, WeekdayUnevenness);
        }

        return factors;
    }

    private static List<HabitPeak> Peaks(int delay, ref Chance chance)
    {
        List<HabitPeak> peaks = [];
        while (peaks.Count == 0)
        {
            foreach ((double centre, double deviation, double likely) in Occasions)
            {
                double at = chance.Normal(centre + delay, deviation);
                double width = chance.LogUniform(LeastDeviation, MostDeviation);
                double weight = chance.Uniform(0.3, 1);
                if (chance.Happens(likely))
                {
                    peaks.Add(new HabitPeak(MinuteOfDay(at), width, weight));
                }
            }
        }

        return WithShares(peaks, 1 - chance.Uniform(LeastBackground, MostBackground));
    }

    /// <summary>At the weekend everything is later, and some habits rest; at least one is kept.</summary>
    private static List<HabitPeak> Weekend(List<HabitPeak> working, ref Chance chance)
    {
        double total = working.Sum(peak => peak.Share);
        List<HabitPeak> kept = [];
        foreach (HabitPeak peak in working)
        {
            double delay = chance.Normal(WeekendDelayMean, WeekendDelayDeviation);
            if (chance.Happens(WeekendKeeps))
            {
                kept.Add(peak with { CentreMinute = MinuteOfDay(peak.CentreMinute + delay) });
            }
        }

        return WithShares(kept.Count > 0 ? kept : [.. working], total);
    }

    private static List<HabitPeak> WithShares(List<HabitPeak> peaks, double total)
    {
        double sum = peaks.Sum(peak => peak.Share);
        return [.. peaks.Select(peak => peak with { Share = peak.Share * total / sum })];
    }

    /// <summary>Even while awake, nearly nothing while asleep; mean 1.</summary>
    private static double[] Background(int wakesAt)
    {
        double[] cells = new double[AttentionWeek.CellsPerDay];
        double sum = 0;
        for (int cell = 0; cell < cells.Length; cell++)
        {
            int sinceWaking = MinuteOfDay((cell * AttentionWeek.MinutesPerCell) - wakesAt);
            cells[cell] = sinceWaking < AwakeMinutes ? 1 : AsleepLevel;
            sum += cells[cell];
        }

        for (int cell = 0; cell < cells.Length; cell++)
        {
            cells[cell] *= cells.Length / sum;
        }

        return cells;
    }

    private static int MinuteOfDay(double minute) => MinuteOfWeek.Wrap((long)Math.Round(minute)).MinuteOfDay;
}
