using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>λ, the active hours a week of a person: distinct UTC hours with evidence, half-life 28 days.</summary>
/// <remarks>
/// λ = Σ 2^(−age/28 d) over the ring's distinct hours (age of the hour's first event) / [(28/ln 2)(1 − 2^(−a/28))] × 7,
/// a = days since the oldest event, at least 1. Hours, not events, since bursts are one visit. Pure, thread-safe.
/// </remarks>
public static class ActivityRate
{
    private const double HalfLifeDays = 28;
    private const double Ln2 = 0.6931471805599453;
    private const int HoursPerDay = 24;
    private const int MinutesPerHour = 60;

    /// <summary>Active hours a week as of a minute; 0 without evidence. Evidence after that minute counts as of age 0.</summary>
    public static double HoursPerWeek(EvidenceState state, long nowMinute)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Count == 0)
        {
            return 0;
        }

        Span<int> firstOfHour = stackalloc int[HoursPerDay];
        firstOfHour.Fill(int.MaxValue);
        double sum = 0;
        long day = UtcDay.OfMinute(state.Minutes[0]);
        foreach (int minute in state.Minutes)
        {
            if (UtcDay.OfMinute(minute) != day)
            {
                sum += TakeDay(firstOfHour, nowMinute);
                day = UtcDay.OfMinute(minute);
            }

            ref int first = ref firstOfHour[UtcDay.MinuteWithin(minute) / MinutesPerHour];
            first = Math.Min(first, minute);
        }

        sum += TakeDay(firstOfHour, nowMinute);
        double ageDays = Math.Max(1, Days(nowMinute - state.OldestMinute));
        double effectiveDays = HalfLifeDays / Ln2 * (1 - DeterministicMath.Exp2(-ageDays / HalfLifeDays));
        return sum / effectiveDays * 7;
    }

    private static double TakeDay(Span<int> firstOfHour, long nowMinute)
    {
        double sum = 0;
        foreach (ref int first in firstOfHour)
        {
            if (first != int.MaxValue)
            {
                sum += DeterministicMath.Exp2(-Days(Math.Max(0, nowMinute - first)) / HalfLifeDays);
                first = int.MaxValue;
            }
        }

        return sum;
    }

    private static double Days(long minutes) => (double)minutes / UtcDay.Minutes;
}
