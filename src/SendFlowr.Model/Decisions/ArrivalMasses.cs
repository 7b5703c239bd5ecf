using SendFlowr.Model.Curves;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>The mass of a curve over a horizon for each minute at which a message may arrive, and the best of them.</summary>
/// <remarks>
/// Masses are exact sums of densities rounded to multiples of 2^−51, so that equal ones are equal to the bit, whatever the order of
/// summation. A reusable buffer that allocates nothing after construction; not thread-safe.
/// </remarks>
public sealed class ArrivalMasses
{
    private readonly ArrivalValues _values = new();
    private readonly CandidateScores _scores = new();

    /// <summary>Takes a curve.</summary>
    /// <param name="curve">Built at least for the minutes that will be asked for and the horizon behind them.</param>
    /// <param name="horizonMinutes">1 … 1,440.</param>
    public void Set(WeekCurve curve, int horizonMinutes)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizonMinutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(horizonMinutes, DecisionInput.MaxHorizonMinutes);
        _values.SetHorizon(curve, horizonMinutes);
        _scores.SetWeek(_values);
    }

    /// <summary>The mass of the horizon from a minute on.</summary>
    public double At(MinuteOfWeek minute) => _values.At(minute.Value);

    /// <summary>The minute of [start, start + minutes) with the most mass; the earliest of equals.</summary>
    /// <param name="start">First minute.</param>
    /// <param name="minutes">1 … 10,080.</param>
    public MinuteOfWeek Best(MinuteOfWeek start, int minutes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, MinuteOfWeek.MinutesPerWeek);
        double greatest = double.NegativeInfinity;
        return start.Plus(_scores.BestOf(start.Value, start.Value + minutes, ref greatest) - start.Value);
    }
}
