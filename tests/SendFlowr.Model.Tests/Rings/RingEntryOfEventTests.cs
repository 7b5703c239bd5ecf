using SendFlowr.Model.Events;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Rings;

public class RingEntryOfEventTests
{
    [Theory]
    [InlineData("clicked", "m1", MachineFlag.None, EvidenceClass.MessageClick)]
    [InlineData("clicked", null, MachineFlag.Scanner, EvidenceClass.EventClickByMachine)]
    [InlineData("opened", "m1", MachineFlag.Prefetch, EvidenceClass.MessageOpenByMachine)]
    [InlineData("replied", "", MachineFlag.None, EvidenceClass.EventReply)]
    [InlineData("site_visit", "m1", MachineFlag.Scanner, EvidenceClass.Visit)]
    [InlineData("product_view", null, MachineFlag.None, EvidenceClass.View)]
    [InlineData("delivered", "m1", MachineFlag.None, EvidenceClass.Delivered)]
    public void types_have_their_class(string type, string? messageId, MachineFlag machine, EvidenceClass expected)
    {
        CanonicalEvent source = new() { EventId = "e1", EventType = type, MessageId = messageId, Machine = machine, Provider = "p", OccurredAt = new(90_000) };
        RingEntryOfEvent.TryCreate(source, out RingEntry entry).ShouldBeTrue();
        entry.Class.ShouldBe(expected);
        entry.Minute.ShouldBe(1);
        RingEntryOfEvent.IsDelivery(entry.Class).ShouldBe(type == "delivered");
    }

    [Fact]
    public void the_hash_is_of_the_message_where_the_key_is_a_message_and_of_the_event_elsewhere()
    {
        CanonicalEvent source = new() { EventId = "e1", EventType = "clicked", MessageId = "m1", Provider = "p" };
        RingEntryOfEvent.TryCreate(source, out RingEntry entry).ShouldBeTrue();
        entry.Hash.ShouldBe(RingHash.Of("p", "m1"));
        source.EventType = "delivered";
        RingEntryOfEvent.TryCreate(source, out entry).ShouldBeTrue();
        entry.Hash.ShouldBe(RingHash.Of("p", "e1"));
    }

    [Fact]
    public void unknown_types_are_kept_beside_the_deliveries_so_that_they_are_recognised_again()
    {
        RingEntryOfEvent.TryCreate(new CanonicalEvent { EventType = "moon_landing", EventId = "e1" }, out RingEntry entry).ShouldBeTrue();
        entry.Class.ShouldBe(EvidenceClass.Other);
        RingEntryOfEvent.IsDelivery(entry.Class).ShouldBeTrue();
        EvidenceWeights.Default[entry.Class].ShouldBe(0);
    }

    [Fact]
    public void a_time_that_no_ring_can_hold_makes_no_entry()
    {
        CanonicalEvent late = new() { EventType = "clicked", OccurredAt = Timestamp.FromEpochMinute(1L << 27) };
        RingEntryOfEvent.TryCreate(late, out _).ShouldBeFalse();
    }
}
