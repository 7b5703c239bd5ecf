using SendFlowr.Model.Rings;

namespace SendFlowr.Model.Tests.Rings;

/// <summary>The ring as its definition says it: group by key, keep the least, sort by place, keep the newest.</summary>
internal static class NaiveRing
{
    public static byte[] Of(IEnumerable<RingEntry> entries, int capacity) =>
    [
        .. entries
            .GroupBy(e => (e.Place, Class: EvidenceClasses.Base(e.Class), e.Hash))
            .Select(same => same.OrderBy(e => e.Minute).ThenByDescending(e => Rank(e.Class)).First())
            .OrderBy(e => e.Place).ThenBy(e => EvidenceClasses.Base(e.Class)).ThenBy(e => e.Hash)
            .TakeLast(capacity)
            .SelectMany(Bytes),
    ];

    public static byte[] Built(IEnumerable<RingEntry> entries)
    {
        byte[] row = new byte[EvidenceRing.CapacityBytes];
        int count = 0;
        foreach (RingEntry entry in entries)
        {
            EvidenceRing.Add(row, ref count, entry);
        }

        return row[..(count * RingEntry.SizeBytes)];
    }

    public static RingView View(byte[] row) => new(row, row.Length / RingEntry.SizeBytes);

    private static int Rank(EvidenceClass evidenceClass) =>
        EvidenceClasses.IsMachine(evidenceClass) ? 2 : EvidenceClasses.Base(evidenceClass) == evidenceClass ? 0 : 1;

    private static byte[] Bytes(RingEntry entry)
    {
        byte[] bytes = new byte[RingEntry.SizeBytes];
        entry.Write(bytes);
        return bytes;
    }
}
