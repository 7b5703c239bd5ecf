using SendFlowr.Model.Rings;

namespace SendFlowr.Model.Backtest;

/// <summary>Every row of a backtest has weight 1 and enters the ring by its minute.</summary>
internal static class BacktestRing
{
    /// <summary>The class of weight 1 that is keyed by minute.</summary>
    public const EvidenceClass Class = EvidenceClass.Conversion;

    /// <summary>Writes the ring that adding these minutes gives: minutes ascend and differ, so the newest 256 are the last ones.</summary>
    public static RingView Write(ReadOnlySpan<int> minutes, Span<byte> row)
    {
        ReadOnlySpan<int> newest = minutes.Length > EvidenceRing.Capacity ? minutes[^EvidenceRing.Capacity..] : minutes;
        for (int i = 0; i < newest.Length; i++)
        {
            new RingEntry(newest[i], Class, 0).Write(row.Slice(i * RingEntry.SizeBytes, RingEntry.SizeBytes));
        }

        return new RingView(row, newest.Length);
    }
}
