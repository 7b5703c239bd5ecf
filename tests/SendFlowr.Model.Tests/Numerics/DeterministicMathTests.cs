using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Tests.Numerics;

public class DeterministicMathTests
{
    private const int Seed = 20240611;
    private const int Samples = 200_000;

    [Fact]
    public void exp_is_within_2_units_in_the_last_place() =>
        Worst(x => DeterministicMath.Exp(x), Math.Exp, -745, 709.7, -1, 1).ShouldBeLessThanOrEqualTo(2);

    [Fact]
    public void exp2_is_within_2_units_in_the_last_place() =>
        Worst(x => DeterministicMath.Exp2(x), x => Math.Pow(2, x), -1074, 1023.9, -1, 1).ShouldBeLessThanOrEqualTo(2);

    [Fact]
    public void log_is_within_2_units_in_the_last_place() =>
        Worst(x => DeterministicMath.Log(x), Math.Log, 1e-300, 1e300, 0.4, 3).ShouldBeLessThanOrEqualTo(2);

    [Fact]
    public void log2_is_within_2_units_in_the_last_place() =>
        Worst(x => DeterministicMath.Log2(x), Math.Log2, 1e-300, 1e300, 0.4, 3).ShouldBeLessThanOrEqualTo(2);

    [Fact]
    public void powers_of_two_are_exact_both_ways()
    {
        for (int exponent = -1074; exponent <= 1023; exponent++)
        {
            double power = Math.ScaleB(1, exponent);
            DeterministicMath.Exp2(exponent).ShouldBe(power);
            DeterministicMath.Log2(power).ShouldBe(exponent);
        }
    }

    [Fact]
    public void special_values_follow_the_usual_rules()
    {
        DeterministicMath.Exp(0).ShouldBe(1);
        DeterministicMath.Exp(-800).ShouldBe(0);
        DeterministicMath.Exp(800).ShouldBe(double.PositiveInfinity);
        DeterministicMath.Exp(double.NegativeInfinity).ShouldBe(0);
        DeterministicMath.Exp(double.NaN).ShouldBe(double.NaN);
        DeterministicMath.Exp2(-1080).ShouldBe(0);
        DeterministicMath.Exp2(1024).ShouldBe(double.PositiveInfinity);
        DeterministicMath.Exp2(double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
        DeterministicMath.Log(0).ShouldBe(double.NegativeInfinity);
        DeterministicMath.Log(1).ShouldBe(0);
        DeterministicMath.Log(-1).ShouldBe(double.NaN);
        DeterministicMath.Log(double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
        DeterministicMath.Log(double.NaN).ShouldBe(double.NaN);
        DeterministicMath.Log2(double.Epsilon).ShouldBe(-1074);
    }

    [Theory]
    [InlineData(1.0, 0x3FD78B56362CEF38UL, 0x3FE0000000000000UL, 0x0000000000000000UL, 0x0000000000000000UL)]
    [InlineData(0.1, 0x3FECF46D99D52B3AUL, 0x3FEDDB680117AB12UL, 0xC0026BB1BBB55515UL, 0xC00A934F0979A371UL)]
    [InlineData(1.7, 0x3FC7622C78A98A07UL, 0x3FD3B2C47BFF8329UL, 0x3FE0FAE81914A991UL, 0x3FE87F42B972949DUL)]
    [InlineData(3.3e-5, 0x3FEFFFBACB8D5EC0UL, 0x3FEFFFD007D4FE10UL, 0xC024A3545C5A916CUL, 0xC02DC63BBAC0E62CUL)]
    [InlineData(123.456, 0x34CDA9FB9E4EE720UL, 0x38375401A474749CUL, 0x401343774F3E2362UL, 0x401BCA9A03B1083AUL)]
    [InlineData(0.99999999, 0x3FD78B563A20275DUL, 0x3FE0000001DC53BEUL, 0xBE45798EE5CD2B2AUL, 0xBE4EFB4CC918639FUL)]
    [InlineData(517.25, 0x114B3565EB580879UL, 0x1F9AE89F995AD3AEUL, 0x4018FE7DAEC868FBUL, 0x402207891BC6D3BEUL)]
    public void bits_are_frozen(double x, ulong exp, ulong exp2, ulong log, ulong log2)
    {
        ulong[] bits =
        [
            BitConverter.DoubleToUInt64Bits(DeterministicMath.Exp(-x)), BitConverter.DoubleToUInt64Bits(DeterministicMath.Exp2(-x)),
            BitConverter.DoubleToUInt64Bits(DeterministicMath.Log(x)), BitConverter.DoubleToUInt64Bits(DeterministicMath.Log2(x)),
        ];
        bits.Select(b => $"0x{b:X16}UL").ShouldBe(new[] { exp, exp2, log, log2 }.Select(b => $"0x{b:X16}UL"));
    }

    /// <summary>The largest distance in units in the last place over a wide range, a narrow one, and neighbours of 1.</summary>
    private static long Worst(Func<double, double> own, Func<double, double> reference, double low, double high, double nearLow, double nearHigh)
    {
        Random random = new(Seed);
        bool wideInLogarithm = high > 1e200;
        long worst = 0;
        for (int i = 0; i < Samples; i++)
        {
            double u = random.NextDouble();
            double x = (i % 3) switch
            {
                0 => wideInLogarithm ? Math.Pow(10, -300 + (600 * u)) : low + ((high - low) * u),
                1 => nearLow + ((nearHigh - nearLow) * u),
                _ => 1 + ((u - 0.5) * Math.Pow(10, -14 * random.NextDouble())),
            };
            worst = Math.Max(worst, Distance(own(x), reference(x)));
        }

        return worst;
    }

    private static long Distance(double left, double right) =>
        Math.Abs(Ordered(BitConverter.DoubleToInt64Bits(left)) - Ordered(BitConverter.DoubleToInt64Bits(right)));

    private static long Ordered(long bits) => bits >= 0 ? bits : long.MinValue - bits;
}
