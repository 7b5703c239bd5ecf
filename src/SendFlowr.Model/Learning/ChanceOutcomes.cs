namespace SendFlowr.Model.Learning;

/// <summary>How often a person engaged within the horizon, by the raw chance that was given: whole numbers in 32 bins.</summary>
/// <remarks>The order of outcomes changes nothing, and those of partitions add up. Not thread-safe while it is filled.</remarks>
internal sealed class ChanceOutcomes
{
    /// <summary>Windows of each bin.</summary>
    public long[] Windows { get; } = new long[ChanceCalibration.BinCount];

    /// <summary>Those of them that hit.</summary>
    public long[] Hits { get; } = new long[ChanceCalibration.BinCount];

    public long[][] Arrays => [Windows, Hits];

    /// <summary>Adds the outcome of a window that was given this raw chance, 0 … 1.</summary>
    public void Add(double raw, bool hit)
    {
        int bin = ChanceCalibration.BinOf(raw);
        Windows[bin]++;
        Hits[bin] += hit ? 1 : 0;
    }

    public ChanceOutcomes Plus(ChanceOutcomes sums)
    {
        ChanceOutcomes next = new();
        SumArrays.Copy(Arrays, next.Arrays);
        SumArrays.Add(next.Arrays, sums.Arrays);
        return next;
    }
}
