using SendFlowr.Model.Numerics;

namespace SendFlowr.Pipeline.Experiments;

/// <summary>How much more often an arm engages than the control. Immutable.</summary>
/// <param name="Rate">Share of the arm's messages that were engaged with.</param>
/// <param name="Lift">Rate divided by the control's rate, minus 1: 0.2 is a fifth more.</param>
/// <param name="Low">Lower end of the 95 % interval of the lift; NaN when the data do not bound it.</param>
/// <param name="High">Upper end.</param>
public readonly record struct LiftEstimate(double Rate, double Lift, double Low, double High)
{
    /// <summary>97.5 % point of the normal distribution.</summary>
    private const double Normal = 1.959963984540054;

    /// <summary>The control beside itself: no lift, and no doubt about it.</summary>
    public static LiftEstimate OfControl(ArmOutcomes control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return new LiftEstimate(control.Rate, 0, 0, 0);
    }

    /// <summary>
    /// Compares two arms that share no person. The interval is one of the ratio's logarithm, which is nearer to normal than the ratio and
    /// keeps the ratio positive; with the t quantile of the smaller arm's people, for small experiments.
    /// </summary>
    public static LiftEstimate Of(ArmOutcomes arm, ArmOutcomes control)
    {
        ArgumentNullException.ThrowIfNull(arm);
        ArgumentNullException.ThrowIfNull(control);
        double ratio = arm.Rate / control.Rate;
        double variance = arm.LogRateVariance + control.LogRateVariance;
        if (double.IsNaN(variance))
        {
            return new LiftEstimate(arm.Rate, ratio - 1, double.NaN, double.NaN);
        }

        double half = StudentQuantile(Math.Min(arm.People, control.People) - 1) * Math.Sqrt(variance);
        return new LiftEstimate(arm.Rate, ratio - 1, (ratio * DeterministicMath.Exp(-half)) - 1, (ratio * DeterministicMath.Exp(half)) - 1);
    }

    /// <summary>97.5 % point of Student's t: the expansion of Fisher and Cornish (1960), within 0.01 from 5 degrees of freedom on.</summary>
    internal static double StudentQuantile(long degrees)
    {
        double z2 = Normal * Normal;
        double first = (z2 + 1) / 4;
        double second = ((5 * z2 * z2) + (16 * z2) + 3) / 96;
        double third = ((3 * z2 * z2 * z2) + (19 * z2 * z2) + (17 * z2) - 15) / 384;
        double inverse = 1.0 / degrees;
        return Normal * (1 + (inverse * (first + (inverse * (second + (inverse * third))))));
    }
}
