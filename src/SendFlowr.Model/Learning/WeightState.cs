using SendFlowr.Model.Curves;
using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Learning;

/// <summary>The weights u of a tenant by size bucket, how many events have taught them, and the guard's logit l.</summary>
/// <remarks>
/// After a day u_b moves toward the mean responsibility of the day's events by 1 − Π(1 − η_i), η_i = min(½, (n_b + i + 50)^−0.6): the
/// step that as many single events would take, in any order. l_b takes the day's sum and stays within ± 5.806 (α from 0.3 % to 99.7 %).
/// Not thread-safe while it is filled.
/// </remarks>
internal sealed class WeightState
{
    private const double StartLogit = -3;
    private const double MostLogit = 5.806;
    private const double StepOffset = 50;
    private const double StepPower = -0.6;
    private const double MostStep = 0.5;

    /// <summary>u of the weekday profiles: nine rows of four.</summary>
    public long[] Weekday { get; } = new long[SizeBucket.Count * CurveParts.WeekdayCount];

    /// <summary>u of the times of day: nine rows of twelve.</summary>
    public long[] TimeOfDay { get; } = new long[SizeBucket.Count * CurveParts.TimeOfDayCount];

    /// <summary>l of the nine buckets.</summary>
    public long[] GuardLogits { get; } = new long[SizeBucket.Count];

    /// <summary>n_b: events that have taught each bucket, plain counts.</summary>
    public long[] Events { get; } = new long[SizeBucket.Count];

    public long[][] Arrays => [Weekday, TimeOfDay, GuardLogits, Events];

    /// <summary>The factory's weights.</summary>
    public static WeightState Start()
    {
        WeightState state = new();
        FactoryWeights factory = FactoryWeights.Default;
        for (int i = 0; i < state.Weekday.Length; i++)
        {
            state.Weekday[i] = FixedPoint.FromDouble(factory.Weekday[i]);
        }

        for (int i = 0; i < state.TimeOfDay.Length; i++)
        {
            state.TimeOfDay[i] = FixedPoint.FromDouble(factory.TimeOfDay[i]);
        }

        state.GuardLogits.AsSpan().Fill(FixedPoint.FromDouble(StartLogit));
        return state;
    }

    /// <summary>The state after a day.</summary>
    /// <param name="sums">Of the day: sums of responsibilities and of logit steps, and numbers of events.</param>
    public WeightState Advance(WeightState sums)
    {
        WeightState next = new();
        SumArrays.Copy(Arrays, next.Arrays);
        for (int bucket = 0; bucket < SizeBucket.Count; bucket++)
        {
            long events = sums.Events[bucket];
            if (events > 0)
            {
                double step = 1 - Kept(Events[bucket], events);
                Move(next.Weekday, sums.Weekday, bucket, CurveParts.WeekdayCount, step, events);
                Move(next.TimeOfDay, sums.TimeOfDay, bucket, CurveParts.TimeOfDayCount, step, events);
                double logit = FixedPoint.ToDouble(GuardLogits[bucket] + sums.GuardLogits[bucket]);
                next.GuardLogits[bucket] = FixedPoint.FromDouble(Math.Clamp(logit, -MostLogit, MostLogit));
                next.Events[bucket] += events;
            }
        }

        return next;
    }

    private static void Move(long[] weights, long[] sums, int bucket, int width, double step, long events)
    {
        for (int i = bucket * width; i < (bucket + 1) * width; i++)
        {
            double weight = FixedPoint.ToDouble(weights[i]);
            double mean = FixedPoint.ToDouble(sums[i]) / events;
            weights[i] = FixedPoint.FromDouble(weight + (step * (mean - weight)));
        }
    }

    /// <summary>Π(1 − η_i) over the day's events.</summary>
    private static double Kept(long before, long events)
    {
        double kept = 1;
        for (long i = 0; i < events; i++)
        {
            double step = DeterministicMath.Exp(StepPower * DeterministicMath.Log(before + i + StepOffset));
            kept *= 1 - Math.Min(MostStep, step);
        }

        return kept;
    }
}
