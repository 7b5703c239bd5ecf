using SendFlowr.Model.Time;

namespace SendFlowr.Model.Rings;

/// <summary>Recency and frequency of the feature record, read from a person's two rings.</summary>
/// <remarks>
/// A window of n days before now holds the minutes from now − 1440 n on, with no upper end: a question asked for an earlier "now" hides no
/// events. What a machine did is not counted. Last minutes count from 1970-01-01T00:00Z; null: none in the ring. Immutable.
/// </remarks>
public readonly record struct RingFeatures
{
    public RingCount Clicks30Days { get; init; }

    public RingCount Clicks7Days { get; init; }

    public RingCount Clicks1Day { get; init; }

    public RingCount Opens30Days { get; init; }

    public RingCount Opens7Days { get; init; }

    public RingCount Deliveries30Days { get; init; }

    public int? LastClickMinute { get; init; }

    public int? LastOpenMinute { get; init; }

    public int? LastDeliveredMinute { get; init; }

    /// <summary>Reads the features as of a minute.</summary>
    public static RingFeatures Read(RingView evidence, RingView deliveries, long nowMinute)
    {
        bool evidenceFull = evidence.Count == EvidenceRing.Capacity;
        bool deliveriesFull = deliveries.Count == DeliveryRing.Capacity;
        return new RingFeatures
        {
            Clicks30Days = Count(evidence, evidenceFull, EvidenceClassSet.Clicks, nowMinute, 30),
            Clicks7Days = Count(evidence, evidenceFull, EvidenceClassSet.Clicks, nowMinute, 7),
            Clicks1Day = Count(evidence, evidenceFull, EvidenceClassSet.Clicks, nowMinute, 1),
            Opens30Days = Count(evidence, evidenceFull, EvidenceClassSet.Opens, nowMinute, 30),
            Opens7Days = Count(evidence, evidenceFull, EvidenceClassSet.Opens, nowMinute, 7),
            Deliveries30Days = Count(deliveries, deliveriesFull, EvidenceClassSet.Deliveries, nowMinute, 30),
            LastClickMinute = Last(evidence, EvidenceClassSet.Clicks),
            LastOpenMinute = Last(evidence, EvidenceClassSet.Opens),
            LastDeliveredMinute = Last(deliveries, EvidenceClassSet.Deliveries),
        };
    }

    private static RingCount Count(RingView ring, bool full, EvidenceClassSet classes, long nowMinute, int days)
    {
        long from = nowMinute - (days * UtcDay.Minutes);
        int count = 0;
        for (int i = 0; i < ring.Count; i++)
        {
            RingEntry entry = ring[i];
            count += entry.Minute >= from && classes.Contains(entry.Class) ? 1 : 0;
        }

        return new RingCount(count, full && ring[0].Place >= from);
    }

    private static int? Last(RingView ring, EvidenceClassSet classes)
    {
        int last = -1;
        for (int i = 0; i < ring.Count; i++)
        {
            RingEntry entry = ring[i];
            last = classes.Contains(entry.Class) ? Math.Max(last, entry.Minute) : last;
        }

        return last < 0 ? null : last;
    }
}
