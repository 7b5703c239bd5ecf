using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Curves;

/// <summary>How much each part of a curve counts, by size bucket: u of weekday profiles and times of day, and the guard α.</summary>
/// <remarks>Rows sum to 1. The guard is the share of the plain population that every curve keeps. Immutable, thread-safe.</remarks>
public sealed class CurveWeights
{
    private readonly double[] _weekday;
    private readonly double[] _timeOfDay;
    private readonly double[] _guards = new double[SizeBucket.Count];

    /// <param name="weekday">Nine rows of four, fixed point.</param>
    /// <param name="timeOfDay">Nine rows of twelve, fixed point.</param>
    /// <param name="guardLogits">l of the nine buckets, fixed point: α = 1/(1 + e^−l).</param>
    internal CurveWeights(ReadOnlySpan<long> weekday, ReadOnlySpan<long> timeOfDay, ReadOnlySpan<long> guardLogits)
    {
        _weekday = Normalised(weekday, CurveParts.WeekdayCount);
        _timeOfDay = Normalised(timeOfDay, CurveParts.TimeOfDayCount);
        for (int bucket = 0; bucket < _guards.Length; bucket++)
        {
            _guards[bucket] = 1 / (1 + DeterministicMath.Exp(-FixedPoint.ToDouble(guardLogits[bucket])));
        }
    }

    /// <summary>u of the four weekday profiles of a bucket.</summary>
    public ReadOnlySpan<double> Weekday(int bucket) => _weekday.AsSpan(bucket * CurveParts.WeekdayCount, CurveParts.WeekdayCount);

    /// <summary>u of the twelve times of day of a bucket, by <see cref="CurvePart"/>.</summary>
    public ReadOnlySpan<double> TimeOfDay(int bucket) => _timeOfDay.AsSpan(bucket * CurveParts.TimeOfDayCount, CurveParts.TimeOfDayCount);

    /// <summary>α of a bucket, in (0, 1).</summary>
    public double Guard(int bucket) => _guards[bucket];

    private static double[] Normalised(ReadOnlySpan<long> units, int width)
    {
        double[] weights = new double[units.Length];
        for (int row = 0; row < units.Length; row += width)
        {
            double sum = 0;
            for (int i = row; i < row + width; i++)
            {
                weights[i] = FixedPoint.ToDouble(units[i]);
                sum += weights[i];
            }

            for (int i = row; i < row + width; i++)
            {
                weights[i] /= sum;
            }
        }

        return weights;
    }
}
