using System.Globalization;

namespace SendFlowr.Model.Numerics;

/// <summary>Sums of masses and densities as 64-bit integers in units of 2^−36, so that no order of addition changes a bit.</summary>
/// <remarks>
/// Range about ± 1.3e8, resolution 1.5e-11. Additions of the integers are checked by the compiler's overflow check.
/// Pure functions, thread-safe.
/// </remarks>
public static class FixedPoint
{
    public const int FractionBits = 36;
    public const double UnitsPerOne = 1L << FractionBits;

    private const double Limit = 9.2233720368547748e18;

    /// <summary>The value in units of 2^−36, rounded half to even.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite, or outside ± 2^27.</exception>
    public static long FromDouble(double value)
    {
        double units = value * UnitsPerOne;
        return Math.Abs(units) < Limit ? (long)Math.Round(units) : throw OutOfRange(value);
    }

    /// <summary>The value of a number of units, rounded to the nearest double.</summary>
    public static double ToDouble(long units) => units / UnitsPerOne;

    /// <summary>A number of units times a factor, rounded half to even: how a sum decays.</summary>
    /// <param name="units">Any sum.</param>
    /// <param name="factor">0 … 1.</param>
    public static long Scale(long units, double factor) => (long)Math.Round(units * factor);

    private static ArgumentOutOfRangeException OutOfRange(double value) => new(
        nameof(value), value,
        string.Create(CultureInfo.InvariantCulture, $"Fixed point holds values between -2^27 and 2^27; {value} is outside. Check the weights that were summed."));
}
