using SendFlowr.Model.Rings;

namespace SendFlowr.Model.Tests.Rings;

public class EvidenceRingTests
{
    private const int Monday = 4 * 1440;

    private readonly byte[] _row = new byte[EvidenceRing.CapacityBytes];
    private int _count;

    [Fact]
    public void a_browsing_spree_is_one_entry_per_half_hour_at_its_first_minute()
    {
        Add(Monday + 45, EvidenceClass.Visit, 1).ShouldBeTrue();
        Add(Monday + 50, EvidenceClass.Visit, 2).ShouldBeFalse();
        Add(Monday + 31, EvidenceClass.Visit, 3).ShouldBeTrue();
        Add(Monday + 29, EvidenceClass.Visit, 4).ShouldBeTrue();
        Add(Monday + 40, EvidenceClass.View, 5).ShouldBeTrue();
        Minutes().ShouldBe([Monday + 29, Monday + 31, Monday + 40]);
    }

    [Fact]
    public void repeat_clicks_of_a_message_count_once_a_day()
    {
        Add(Monday + 600, EvidenceClass.MessageClick, 7).ShouldBeTrue();
        Add(Monday + 700, EvidenceClass.MessageClick, 7).ShouldBeFalse();
        Add(Monday + 601, EvidenceClass.MessageClick, 8).ShouldBeTrue();
        Add(Monday + 1440, EvidenceClass.MessageClick, 7).ShouldBeTrue();
        Add(Monday + 700, EvidenceClass.MessageOpen, 7).ShouldBeTrue();
        _count.ShouldBe(4);
    }

    [Fact]
    public void everything_else_is_told_apart_by_minute_class_and_hash()
    {
        Add(Monday, EvidenceClass.EventClick, 1).ShouldBeTrue();
        Add(Monday, EvidenceClass.EventClick, 1).ShouldBeFalse();
        Add(Monday, EvidenceClass.EventClick, 2).ShouldBeTrue();
        Add(Monday, EvidenceClass.Conversion, 1).ShouldBeTrue();
        Add(Monday + 1, EvidenceClass.EventClick, 1).ShouldBeTrue();
        _count.ShouldBe(4);
    }

    [Fact]
    public void a_full_ring_evicts_its_oldest_and_refuses_what_is_older()
    {
        for (int i = 0; i < EvidenceRing.Capacity; i++)
        {
            Add(Monday + i, EvidenceClass.Conversion, 0).ShouldBeTrue();
        }

        Add(Monday - 1, EvidenceClass.Conversion, 0).ShouldBeFalse();
        Add(Monday + 10, EvidenceClass.EventClick, 0).ShouldBeTrue();
        Add(Monday, EvidenceClass.Conversion, 0).ShouldBeFalse();
        _count.ShouldBe(EvidenceRing.Capacity);
        Minutes()[0].ShouldBe(Monday + 1);
    }

    [Fact]
    public void a_verdict_survives_the_redelivery_of_the_event_and_can_be_reversed()
    {
        Add(Monday, EvidenceClass.MessageClick, 9);
        EvidenceRing.Reclassify(_row, _count, new RingEntry(Monday, EvidenceClass.MessageClickByMachine, 9)).ShouldBeTrue();
        Add(Monday, EvidenceClass.MessageClick, 9).ShouldBeFalse();
        View()[0].Class.ShouldBe(EvidenceClass.MessageClickByMachine);
        EvidenceRing.Reclassify(_row, _count, new RingEntry(Monday, EvidenceClass.MessageClick, 9)).ShouldBeTrue();
        View()[0].Class.ShouldBe(EvidenceClass.MessageClick);
        EvidenceRing.Reclassify(_row, _count, new RingEntry(Monday, EvidenceClass.MessageClick, 10)).ShouldBeFalse();
        EvidenceRing.Contains(View(), new RingEntry(Monday + 5, EvidenceClass.MessageClick, 9)).ShouldBeTrue();
    }

    [Fact]
    public void an_entry_is_27_bits_of_minute_5_of_class_and_16_of_hash()
    {
        byte[] bytes = new byte[6];
        new RingEntry(RingEntry.MaxMinute, EvidenceClass.Delivered, 0xBEEF).Write(bytes);
        bytes.ShouldBe(new byte[] { 0xFF, 0xFF, 0xFF, 0xF1, 0xBE, 0xEF });
        RingEntry.Read(bytes).ShouldBe(new RingEntry(RingEntry.MaxMinute, EvidenceClass.Delivered, 0xBEEF));
    }

    [Fact]
    public void minutes_that_27_bits_cannot_hold_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new RingEntry(-1, EvidenceClass.Visit, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new RingEntry(RingEntry.MaxMinute + 1L, EvidenceClass.Visit, 0)).Message.ShouldContain("134217727");
        Should.Throw<ArgumentOutOfRangeException>(() => new RingEntry(0, EvidenceClass.None, 0));
    }

    [Fact]
    public void a_row_without_room_is_refused_with_both_sizes()
    {
        byte[] row = new byte[RingEntry.SizeBytes];
        int count = 0;
        EvidenceRing.Add(row, ref count, new RingEntry(1, EvidenceClass.Visit, 0)).ShouldBeTrue();
        Should.Throw<ArgumentException>(() => EvidenceRing.Add(row, ref count, new RingEntry(99, EvidenceClass.Visit, 0)))
            .Message.ShouldContain("need 12 bytes; the row has 6");
    }

    [Fact]
    public void the_delivery_ring_keeps_128()
    {
        for (int i = 0; i < 200; i++)
        {
            DeliveryRing.Add(_row, ref _count, new RingEntry(i, EvidenceClass.Delivered, (ushort)i));
        }

        _count.ShouldBe(DeliveryRing.Capacity);
        Minutes()[0].ShouldBe(72);
    }

    [Fact]
    public void adding_allocates_nothing()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            EvidenceRing.Add(_row, ref _count, new RingEntry(Monday + (i * 7919 % 5000), (EvidenceClass)(1 + (i % 13)), (ushort)(i % 3)));
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private bool Add(int minute, EvidenceClass evidenceClass, int hash) =>
        EvidenceRing.Add(_row, ref _count, new RingEntry(minute, evidenceClass, (ushort)hash));

    private RingView View() => new(_row, _count);

    private int[] Minutes() => [.. Enumerable.Range(0, _count).Select(i => View()[i].Minute)];
}
