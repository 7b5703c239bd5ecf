using SendFlowr.Model.Numerics;

namespace SendFlowr.Audience.Attention;

/// <summary>s: how easily a message is seen at an age, as the density of a mixture of two exponentials whose integral is 1.</summary>
/// <remarks>
/// One part in five belongs to messages on top of the list (mean 30 minutes), four to those found later (mean 12 hours): of all looks at a
/// message that arrives at a minute like any other, 24 % come in the first hour, 51 % in six, 89 % in a day. The sources are in docs/AUDIENCE.md.
/// Pure, thread-safe.
/// </remarks>
public static class Salience
{
    /// <summary>Share of the fresh part.</summary>
    public const double FreshShare = 0.2;

    public const double FreshMeanMinutes = 30;

    public const double LaterMeanMinutes = 12 * 60;

    /// <summary>Part of all salience that lies beyond an age, from 1 at 0 toward 0.</summary>
    public static double Remaining(double ageMinutes) =>
        (FreshShare * DeterministicMath.Exp(-ageMinutes / FreshMeanMinutes))
        + ((1 - FreshShare) * DeterministicMath.Exp(-ageMinutes / LaterMeanMinutes));
}
