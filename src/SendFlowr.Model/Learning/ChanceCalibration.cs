using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Learning;

/// <summary>Turns a raw chance into one that holds, learned online: 32 bins of outcomes, made monotone, read in ln(raw).</summary>
/// <remarks>
/// Bin edges are log-spaced from 1e-4 to 1; each bin starts with 10 windows that hit at its geometric middle. Hit rates go through
/// pool-adjacent-violators; between the bins' middles the chance is linear in ln(raw), outside it stays at the end's. Immutable, thread-safe.
/// </remarks>
public sealed class ChanceCalibration
{
    public const int BinCount = 32;

    private const double StartWindows = 10;
    private const double LowestLog = -9.2103403719761836; // ln 1e-4
    private const double LogPerBin = -LowestLog / BinCount;

    private readonly double[] _chances = new double[BinCount];

    /// <summary>The calibration that outcomes give.</summary>
    /// <param name="windows">Windows of each of the 32 bins.</param>
    /// <param name="hits">Those of them that hit.</param>
    public ChanceCalibration(ReadOnlySpan<long> windows, ReadOnlySpan<long> hits)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(windows.Length, BinCount, nameof(windows));
        ArgumentOutOfRangeException.ThrowIfNotEqual(hits.Length, BinCount, nameof(hits));
        Span<double> weights = stackalloc double[BinCount];
        Span<int> sizes = stackalloc int[BinCount];
        int pools = 0;
        for (int bin = 0; bin < BinCount; bin++)
        {
            double middle = DeterministicMath.Exp(LowestLog + ((bin + 0.5) * LogPerBin));
            double weight = StartWindows + windows[bin];
            _chances[pools] = ((StartWindows * middle) + hits[bin]) / weight;
            weights[pools] = weight;
            sizes[pools++] = 1;
            while (pools > 1 && _chances[pools - 2] > _chances[pools - 1])
            {
                Pool(--pools - 1, weights, sizes);
            }
        }

        // Spread the pools over their bins from the end, where nothing unread is overwritten.
        int end = BinCount;
        while (pools-- > 0)
        {
            double chance = _chances[pools];
            int size = sizes[pools];
            _chances.AsSpan(end - size, size).Fill(chance);
            end -= size;
        }
    }

    /// <summary>The calibrated chance, 0 … 1.</summary>
    public double Chance(double raw)
    {
        double position = ((LogOf(raw) - LowestLog) / LogPerBin) - 0.5;
        if (!(position > 0))
        {
            return _chances[0];
        }

        int bin = (int)position;
        if (bin >= BinCount - 1)
        {
            return _chances[BinCount - 1];
        }

        double fraction = position - bin;
        double low = _chances[bin] * (1 - fraction);
        double high = _chances[bin + 1] * fraction;
        return low + high;
    }

    /// <summary>The bin of a raw chance, 0 … 31.</summary>
    internal static int BinOf(double raw) => Math.Clamp((int)Math.Floor((LogOf(raw) - LowestLog) / LogPerBin), 0, BinCount - 1);

    private void Pool(int left, Span<double> weights, Span<int> sizes)
    {
        double weight = weights[left] + weights[left + 1];
        double hits = (_chances[left] * weights[left]) + (_chances[left + 1] * weights[left + 1]);
        _chances[left] = hits / weight;
        weights[left] = weight;
        sizes[left] += sizes[left + 1];
    }

    private static double LogOf(double raw) => raw is >= 0 and <= 1
        ? Math.Max(DeterministicMath.Log(raw), LowestLog)
        : throw new ArgumentOutOfRangeException(nameof(raw), raw, "A chance lies within 0 and 1.");
}
