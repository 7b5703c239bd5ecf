using System.Diagnostics;

namespace SendFlowr.Model.Numerics;

/// <summary>Decay by a half-life of whole days: 2^(−age/half-life) of an age in whole minutes, with the same bits on every machine.</summary>
/// <remarks>
/// Whole half-lives are an exact power of two; the rest is a product of two tables, so that no series is summed for each event. Error
/// at most 3 units in the last place. Ages beyond 1,000 half-lives give 0. Immutable, thread-safe.
/// </remarks>
public sealed class HalfLife
{
    public const int MaxDays = 1000;

    private const int MinutesPerDay = 1440;
    private const int LowBits = 9;
    private const int LowCount = 1 << LowBits;
    private const int MaxHalvings = 1000;
    private const int ExponentBias = 1023;
    private const int MantissaBits = 52;

    private readonly int _minutes;
    private readonly double[] _high;
    private readonly double[] _low = new double[LowCount];

    /// <param name="days">1 … <see cref="MaxDays"/>.</param>
    public HalfLife(int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(days, MaxDays);
        Days = days;
        _minutes = days * MinutesPerDay;
        _high = new double[(_minutes >> LowBits) + 1];
        Fill(_high, LowCount);
        Fill(_low, 1);
        PerDay = DeterministicMath.Exp2(-1.0 / days);
    }

    public int Days { get; }

    /// <summary>2^(−1/half-life): what a day leaves.</summary>
    public double PerDay { get; }

    /// <summary>What is left after an age.</summary>
    /// <param name="minutes">Not negative.</param>
    public double After(int minutes)
    {
        Debug.Assert(minutes >= 0, "Nothing decays backwards.");
        int halvings = minutes / _minutes;
        if (halvings > MaxHalvings)
        {
            return 0;
        }

        int rest = minutes - (halvings * _minutes);
        double scale = BitConverter.Int64BitsToDouble((long)(ExponentBias - halvings) << MantissaBits);
        return _high[rest >> LowBits] * _low[rest & (LowCount - 1)] * scale;
    }

    private void Fill(double[] table, int step)
    {
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = DeterministicMath.Exp2(-((double)i * step / _minutes));
        }
    }
}
