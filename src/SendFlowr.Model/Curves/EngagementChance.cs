using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Curves;

/// <summary>The chance of engaging within a horizon, before calibration.</summary>
public static class EngagementChance
{
    /// <summary>1 − exp(−λ · mass), in [0, 1).</summary>
    /// <param name="activeHoursPerWeek">λ, see <see cref="ActivityRate"/>.</param>
    /// <param name="mass">Mass of the curve over the horizon.</param>
    public static double Raw(double activeHoursPerWeek, double mass) => 1 - DeterministicMath.Exp(-(activeHoursPerWeek * mass));
}
