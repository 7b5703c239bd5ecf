namespace SendFlowr.Model.Backtest;

/// <summary>Collects chances and outcomes in 20 equal bins.</summary>
internal sealed class ReliabilityDiagram
{
    private const int BinCount = 20;

    private readonly int[] _windows = new int[BinCount];
    private readonly int[] _hits = new int[BinCount];
    private readonly double[] _chances = new double[BinCount];
    private double _squares;
    private int _total;

    public double Brier => _total == 0 ? 0 : _squares / _total;

    public void Add(double chance, bool hit)
    {
        int bin = Math.Min((int)(chance * BinCount), BinCount - 1);
        double outcome = hit ? 1 : 0;
        _windows[bin]++;
        _hits[bin] += hit ? 1 : 0;
        _chances[bin] += chance;
        _squares += (chance - outcome) * (chance - outcome);
        _total++;
    }

    /// <summary>Σ share × |mean chance − hit rate|.</summary>
    public double ExpectedError()
    {
        double error = 0;
        for (int bin = 0; bin < BinCount; bin++)
        {
            error += Math.Abs(_chances[bin] - _hits[bin]);
        }

        return _total == 0 ? 0 : error / _total;
    }

    public IReadOnlyList<ReliabilityBin> Bins() =>
    [
        .. from bin in Enumerable.Range(0, BinCount)
           where _windows[bin] > 0
           select new ReliabilityBin(
               (double)bin / BinCount, (double)(bin + 1) / BinCount, _windows[bin],
               _chances[bin] / _windows[bin], (double)_hits[bin] / _windows[bin]),
    ];
}
