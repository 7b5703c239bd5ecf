using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Learning;

/// <summary>Turns a raw chance into one that holds, learned online: 32 bins of outcomes, made monotone, read in ln(raw).</summary>
/// <remarks>
/// Bin edges are log-spaced from 1e-4 to 1; each bin starts with 10 windows that hit at its geometric middle. Hit rates go through
/// pool-adjacent-violators; between the bins' middles the chance is linear in ln(raw), outside it stays at the end's. Counts are whole
/// numbers, so the order of outcomes changes nothing. Outcomes added count from the next <see cref="Refresh"/> on. Not thread-safe.
/// </remarks>
public sealed class ChanceCalibration
{
    public const int BinCount = 32;

    private const double StartWindows = 10;
    private const double LowestLog = -9.2103403719761836; // ln 1e-4
    private const double LogPerBin = -LowestLog / BinCount;

    private readonly long[] _windows = new long[BinCount];
    private readonly long[] _hits = new long[BinCount];
    private readonly double[] _chances = new double[BinCount];
    private readonly double[] _poolWeights = new double[BinCount];
    private readonly int[] _poolSizes = new int[BinCount];

    public ChanceCalibration()
    {
        Refresh();
    }

    /// <summary>Adds the outcome of a window that was given this raw chance.</summary>
    /// <param name="raw">0 … 1.</param>
    /// <param name="hit">Whether the person engaged within the horizon.</param>
    public void Add(double raw, bool hit)
    {
        int bin = BinOf(raw);
        _windows[bin]++;
        _hits[bin] += hit ? 1 : 0;
    }

    /// <summary>The calibrated chance, 0 … 1, as of the last refresh.</summary>
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

    /// <summary>Takes the outcomes added so far into force: the end of a day.</summary>
    public void Refresh()
    {
        int pools = 0;
        for (int bin = 0; bin < BinCount; bin++)
        {
            double middle = DeterministicMath.Exp(LowestLog + ((bin + 0.5) * LogPerBin));
            double weight = StartWindows + _windows[bin];
            _chances[pools] = ((StartWindows * middle) + _hits[bin]) / weight;
            _poolWeights[pools] = weight;
            _poolSizes[pools++] = 1;
            while (pools > 1 && _chances[pools - 2] > _chances[pools - 1])
            {
                Pool(--pools - 1);
            }
        }

        // Spread the pools over their bins from the end, where nothing unread is overwritten.
        int end = BinCount;
        while (pools-- > 0)
        {
            double chance = _chances[pools];
            int size = _poolSizes[pools];
            _chances.AsSpan(end - size, size).Fill(chance);
            end -= size;
        }
    }

    private void Pool(int left)
    {
        double weight = _poolWeights[left] + _poolWeights[left + 1];
        double hits = (_chances[left] * _poolWeights[left]) + (_chances[left + 1] * _poolWeights[left + 1]);
        _chances[left] = hits / weight;
        _poolWeights[left] = weight;
        _poolSizes[left] += _poolSizes[left + 1];
    }

    private static int BinOf(double raw) => Math.Clamp((int)Math.Floor((LogOf(raw) - LowestLog) / LogPerBin), 0, BinCount - 1);

    private static double LogOf(double raw) => raw is >= 0 and <= 1
        ? Math.Max(DeterministicMath.Log(raw), LowestLog)
        : throw new ArgumentOutOfRangeException(nameof(raw), raw, "A chance lies within 0 and 1.");
}
