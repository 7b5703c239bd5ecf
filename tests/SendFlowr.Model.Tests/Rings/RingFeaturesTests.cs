using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;
using static SendFlowr.Model.Tests.Rings.NaiveRing;

namespace SendFlowr.Model.Tests.Rings;

public class RingFeaturesTests
{
    private const int Now = 1000 * 1440;

    [Fact]
    public void counts_people_not_machines_within_each_window()
    {
        byte[] evidence = Built(
        [
            new(Now - 10, EvidenceClass.EventClick, 1), new(Now - (2 * 1440), EvidenceClass.MessageClick, 2),
            new(Now - (20 * 1440), EvidenceClass.EventClick, 3), new(Now - (31 * 1440), EvidenceClass.EventClick, 4),
            new(Now - 5, EvidenceClass.EventClickByMachine, 5), new(Now - 3, EvidenceClass.EventOpenByMachine, 5),
            new(Now - (8 * 1440), EvidenceClass.EventOpen, 6), new(Now + 5, EvidenceClass.EventClick, 7),
        ]);
        RingFeatures features = RingFeatures.Read(View(evidence), default, Now);
        features.Clicks1Day.ShouldBe(new RingCount(2, false));
        features.Clicks7Days.ShouldBe(new RingCount(3, false));
        features.Clicks30Days.ShouldBe(new RingCount(4, false));
        features.Opens7Days.Count.ShouldBe(0);
        features.Opens30Days.Count.ShouldBe(1);
        features.LastClickMinute.ShouldBe(Now + 5);
        features.LastOpenMinute.ShouldBe(Now - (8 * 1440));
        features.LastDeliveredMinute.ShouldBeNull();
    }

    [Fact]
    public void a_window_bound_belongs_to_the_window()
    {
        byte[] evidence = Built([new(Now - 1440, EvidenceClass.EventClick, 1), new(Now - 1441, EvidenceClass.EventClick, 1)]);
        RingFeatures.Read(View(evidence), default, Now).Clicks1Day.Count.ShouldBe(1);
    }

    [Fact]
    public void a_full_ring_says_at_least_for_windows_older_than_its_start()
    {
        byte[] evidence = Built(Enumerable.Range(0, 300).Select(i => new RingEntry(Now - (i * 60), EvidenceClass.EventClick, 0)));
        RingFeatures features = RingFeatures.Read(View(evidence), default, Now);
        features.Clicks30Days.ShouldBe(new RingCount(256, true));
        features.Clicks7Days.ShouldBe(new RingCount(169, false));
    }

    [Fact]
    public void the_histogram_has_the_same_events_in_every_projection()
    {
        byte[] evidence = Built(Enumerable.Range(0, 200).Select(i => new RingEntry(Now - (i * 61), EvidenceClass.Conversion, 0)));
        int[] minutes = Fill(evidence, 10_080);
        foreach (int slots in new[] { 168, 24, 7 })
        {
            int[] projected = new int[slots];
            for (int m = 0; m < minutes.Length; m++)
            {
                int slot = slots switch { 168 => m / 60, 24 => m % 1440 / 60, _ => m / 1440 };
                projected[slot] += minutes[m];
            }

            Fill(evidence, slots).ShouldBe(projected);
        }

        minutes.Sum().ShouldBe(165, "minutes 61·i up to one week before now");
        Should.Throw<ArgumentException>(() => Fill(evidence, 48)).Message.ShouldContain("48");
    }

    private static int[] Fill(byte[] ring, int slotCount)
    {
        int[] slots = new int[slotCount];
        RingHistogram.Fill(View(ring), EvidenceClassSet.Engagement, Now - 10_080, Now, PersonClock.FromOffset(-300), slots);
        return slots;
    }
}
