using SendFlowr.Model.Numerics;

namespace SendFlowr.Audience.Chances;

/// <summary>A short stream of random numbers that a seed and the number of its place name: the same place gives the same numbers, in any order of asking.</summary>
/// <remarks>
/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014), begun at a hash of the place; own code, so
/// that a seed means the same on every version and machine. Not for secrets. A mutable value: pass it by reference, not thread-safe.
/// </remarks>
public struct Chance
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;
    private const double UnitOfBits = 1.0 / (1L << 53);

    private ulong _state;

    private Chance(ulong state) => _state = state;

    /// <summary>The stream of one place.</summary>
    /// <param name="seed">Seed of the whole simulation.</param>
    /// <param name="purpose">What is drawn; streams of different purposes are independent.</param>
    /// <param name="first">For example a person.</param>
    /// <param name="second">For example a day.</param>
    public static Chance At(ulong seed, ChancePurpose purpose, long first, long second = 0) => unchecked(
        new Chance(Mix(Mix(Mix(Mix(seed + Gamma) + (ulong)purpose) + (ulong)first) + (ulong)second)));

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        unchecked
        {
            _state += Gamma;
        }

        return Mix(_state);
    }

    /// <summary>Uniform in [0, 1), in steps of 2^−53.</summary>
    public double NextUnit() => (NextBits() >> 11) * UnitOfBits;

    /// <summary>True with the given probability.</summary>
    public bool Happens(double probability) => NextUnit() < probability;

    /// <summary>0 to <paramref name="count"/> − 1, each equally likely (but for 2^−64).</summary>
    public int NextBelow(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>Uniform in [least, most).</summary>
    public double Uniform(double least, double most) => least + ((most - least) * NextUnit());

    /// <summary>Uniform on the scale of logarithms: as likely to be in [1, 2) as in [2, 4).</summary>
    public double LogUniform(double least, double most) =>
        DeterministicMath.Exp(Uniform(DeterministicMath.Log(least), DeterministicMath.Log(most)));

    /// <summary>Exponentially distributed, 0 or more.</summary>
    public double Exponential(double mean) => -mean * DeterministicMath.Log(1 - NextUnit());

    /// <summary>Normally distributed, by the polar method of Marsaglia (1962).</summary>
    public double Normal(double mean, double deviation)
    {
        while (true)
        {
            double x = (2 * NextUnit()) - 1;
            double y = (2 * NextUnit()) - 1;
            double square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                return mean + (deviation * x * Math.Sqrt(-2 * DeterministicMath.Log(square) / square));
            }
        }
    }

    /// <summary>e to the power of a normal variable: half of the values lie below the median.</summary>
    /// <param name="median">Greater than 0.</param>
    /// <param name="sigma">Standard deviation of the logarithm.</param>
    public double LogNormal(double median, double sigma) => median * DeterministicMath.Exp(Normal(0, sigma));

    /// <summary>Number of points of a Poisson process; meant for means of a few.</summary>
    public int Poisson(double mean)
    {
        int count = 0;
        for (double at = Exponential(1); at < mean; at += Exponential(1))
        {
            count++;
        }

        return count;
    }

    /// <summary>The finalizer of SplitMix64: every bit depends on every bit.</summary>
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
