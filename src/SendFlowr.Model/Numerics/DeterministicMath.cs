namespace SendFlowr.Model.Numerics;

/// <summary>Exponential and logarithm that give the same bits on every machine.</summary>
/// <remarks>
/// Only +, −, ×, ÷ on doubles in a fixed order, so that a decision recomputed elsewhere is the same to the bit;
/// the platform's own functions differ between libraries and processors. Error at most 2 units in the last place.
/// Source: argument reduction by ln 2 in two parts, then the Taylor series of exp, and of
/// log((1 + s)/(1 − s)) = 2(s + s³/3 + s⁵/5 + …). Pure functions, thread-safe, never throw.
/// </remarks>
public static class DeterministicMath
{
    private const double Log2E = 1.4426950408889634;
    private const double Ln2 = 0.6931471805599453;
    private const double OverflowExponent = 1024;
    private const double UnderflowExponent = -1076;

    /// <summary>ln 2 = Ln2High + Ln2Low; the high part ends in 32 zero bits, so its product with an exponent is exact.</summary>
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;

    /// <summary>log2(e) = Log2EHigh + Log2ELow, the high part in 21 bits.</summary>
    private const double Log2EHigh = 1.44269466400146484375;
    private const double Log2ELow = 3.7688749856360991e-07;

    private const int ExponentBias = 1023;
    private const int MantissaBits = 52;
    private const long MantissaMask = (1L << MantissaBits) - 1;
    private const long OneBits = (long)ExponentBias << MantissaBits;
    private const double TwoTo54 = 18014398509481984.0;
    private const double Sqrt2 = 1.4142135623730951;

    /// <summary>e to the power x; 0 below about −745, +∞ above about 709, NaN of NaN.</summary>
    public static double Exp(double x)
    {
        double exponent = Math.Round(x * Log2E);
        if (!(exponent < OverflowExponent + 1))
        {
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        }

        if (exponent < UnderflowExponent)
        {
            return 0;
        }

        double high = x - (exponent * Ln2High);
        double low = exponent * Ln2Low;
        return Scale(ExpOfReduced(high - low), (int)exponent);
    }

    /// <summary>2 to the power x; exact for whole x.</summary>
    public static double Exp2(double x)
    {
        double exponent = Math.Round(x);
        if (!(exponent < OverflowExponent + 1))
        {
            return double.IsNaN(x) ? x : double.PositiveInfinity;
        }

        if (exponent < UnderflowExponent)
        {
            return 0;
        }

        return Scale(ExpOfReduced((x - exponent) * Ln2), (int)exponent);
    }

    /// <summary>The natural logarithm; −∞ of 0, NaN of negative numbers and NaN.</summary>
    public static double Log(double x)
    {
        if (!Decompose(x, out double mantissa, out int exponent, out double special))
        {
            return special;
        }

        double f = mantissa - 1;
        LogOfMantissa(f, out double halfSquare, out double correction);
        return (exponent * Ln2High) - ((halfSquare - (correction + (exponent * Ln2Low))) - f);
    }

    /// <summary>The logarithm to base 2, exact for powers of two; −∞ of 0, NaN of negative numbers and NaN.</summary>
    public static double Log2(double x)
    {
        if (!Decompose(x, out double mantissa, out int exponent, out double special))
        {
            return special;
        }

        double f = mantissa - 1;
        LogOfMantissa(f, out double halfSquare, out double correction);

        // ln m as a short high part, whose product with log2(e) is exact, and the rest.
        double high = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(f - halfSquare) & ~0xFFFFFFFFL);
        double low = ((f - high) - halfSquare) + correction;
        double rest = (low * (Log2EHigh + Log2ELow)) + (high * Log2ELow);
        double main = high * Log2EHigh;
        double sum = exponent + main;
        return sum + (rest + ((exponent - sum) + main));
    }

    /// <summary>exp of |r| ≤ 0.3466 by Taylor's series to r¹³/13!; the next term is below 5e-18.</summary>
    private static double ExpOfReduced(double r)
    {
        double tail = 1.0 / 6227020800;
        tail = (tail * r) + (1.0 / 479001600);
        tail = (tail * r) + (1.0 / 39916800);
        tail = (tail * r) + (1.0 / 3628800);
        tail = (tail * r) + (1.0 / 362880);
        tail = (tail * r) + (1.0 / 40320);
        tail = (tail * r) + (1.0 / 5040);
        tail = (tail * r) + (1.0 / 720);
        tail = (tail * r) + (1.0 / 120);
        tail = (tail * r) + (1.0 / 24);
        tail = (tail * r) + (1.0 / 6);
        tail = (tail * r) + 0.5;
        return 1 + (r + (r * r * tail));
    }

    /// <summary>ln(1 + f) = f − (halfSquare − correction) for √½ − 1 ≤ f ≤ √2 − 1.</summary>
    private static void LogOfMantissa(double f, out double halfSquare, out double correction)
    {
        double s = f / (2 + f);
        double z = s * s;
        double series = 2.0 / 23;
        series = (series * z) + (2.0 / 21);
        series = (series * z) + (2.0 / 19);
        series = (series * z) + (2.0 / 17);
        series = (series * z) + (2.0 / 15);
        series = (series * z) + (2.0 / 13);
        series = (series * z) + (2.0 / 11);
        series = (series * z) + (2.0 / 9);
        series = (series * z) + (2.0 / 7);
        series = (series * z) + (2.0 / 5);
        series = (series * z) + (2.0 / 3);
        series *= z;
        halfSquare = 0.5 * f * f;
        correction = s * (halfSquare + series);
    }

    /// <summary>x = mantissa · 2^exponent with √½ &lt; mantissa ≤ √2; false with the result for 0, negatives, ∞ and NaN.</summary>
    private static bool Decompose(double x, out double mantissa, out int exponent, out double special)
    {
        mantissa = 1;
        exponent = 0;
        special = x == 0 ? double.NegativeInfinity : x < 0 ? double.NaN : x;
        if (!(x > 0) || double.IsPositiveInfinity(x))
        {
            return false;
        }

        if (x < 2.2250738585072014e-308)
        {
            x *= TwoTo54; // a subnormal has no leading one; exact
            exponent = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> MantissaBits) - ExponentBias;
        mantissa = BitConverter.Int64BitsToDouble((bits & MantissaMask) | OneBits);
        if (mantissa > Sqrt2)
        {
            mantissa *= 0.5;
            exponent++;
        }

        return true;
    }

    private static double Scale(double value, int exponent)
    {
        if (exponent is >= -1021 and <= 1023)
        {
            return value * PowerOfTwo(exponent);
        }

        // Two steps: the first is exact, so a subnormal result is rounded once.
        int first = exponent / 2;
        return value * PowerOfTwo(first) * PowerOfTwo(exponent - first);
    }

    private static double PowerOfTwo(int exponent) =>
        BitConverter.Int64BitsToDouble((long)(exponent + ExponentBias) << MantissaBits);
}
