using FsCheck;
using FsCheck.Fluent;
using SendFlowr.Model.Events;
using SendFlowr.Model.Signals;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Signals;

public class SignalStateTests
{
    private static readonly string[] Types =
        ["site_visit", "cart_add", "sms_click", "sms_clicked", "support_ticket", "complained", "unsubscribe_request", "sms_unsubscribed",
         "bounced", "bounced", "unsubscribed", "unsubscribed", "subscribed", "subscribed", "subscribed", "clicked"];

    /// <summary>More names than a row has slots, in both cases, one too long for a slot, and none.</summary>
    private static readonly string[] Channels =
        [.. Enumerable.Range(0, 20).Select(i => $"{(i % 2 == 0 ? 'c' : 'C')}hannel{(char)('a' + i)}"), "", "sms", "x" + new string('é', 16)];

    [Fact]
    public void an_event_that_is_no_signal_leaves_an_empty_row_empty() => Row(Of("clicked", Noon)).ShouldBeEmpty();

    [Fact]
    public void apply_says_whether_anything_changed()
    {
        byte[] row = new byte[1024];
        int length = 0;
        SignalState.Apply(SignalRules.Factory, Of("site_visit", Noon), row, ref length).ShouldBeTrue();
        SignalState.Apply(SignalRules.Factory, Of("site_visit", Noon), row, ref length).ShouldBeFalse();
        SignalState.Apply(SignalRules.Factory, Of("site_visit", Noon.Minutes(-1)), row, ref length).ShouldBeFalse();
        SignalState.Apply(SignalRules.Factory, Of("site_visit", Noon.Minutes(1)), row, ref length).ShouldBeTrue();
        SignalState.Apply(SignalRules.Factory, Of("clicked", Noon.Minutes(9)), row, ref length).ShouldBeFalse();
        SignalState.Apply(SignalRules.Factory, Of("bounced", Noon, bounceType: "soft"), row, ref length).ShouldBeFalse();
        SignalState.Apply(SignalRules.Factory, Of("bounced", Noon), row, ref length).ShouldBeFalse();
        SignalState.Apply(SignalRules.Factory, Of("bounced", Noon, bounceType: "Hard"), row, ref length).ShouldBeTrue();
        length.ShouldBe(2 + 6 + 20);
    }

    [Fact]
    public void the_bytes_of_a_row_are_frozen() => Convert.ToHexStringLower(Row(
            Of("site_visit", Noon), Of("unsubscribed", Noon.Minutes(1), "Email"), Of("subscribed", Noon.Minutes(2), "sms"))).ShouldBe(
        "0102" + "05656d61696c" + "03736d73" + "00010000019cb8b81e00" + "01400000019cb8b90860" + "02410000019cb8b9f2c0");

    [Fact]
    public void a_visit_by_a_machine_is_no_hot_path()
    {
        CanonicalEvent visit = Of("site_visit", Noon);
        visit.Machine = MachineFlag.Scanner;
        Row(visit).ShouldBeEmpty();
    }

    [Fact]
    public void any_order_and_any_repetition_give_the_same_bytes() => Laws.Hold(20260304, 600, History(), history =>
    {
        byte[] expected = Row(history.Events);
        Row(history.Shuffled).ShouldBe(expected);
        Row(history.Events.Concat(history.Shuffled)).ShouldBe(expected);
    });

    [Fact]
    public void a_row_is_what_a_plain_dictionary_of_all_events_says() => Laws.Hold(20260305, 600, History(), history =>
        Convert.ToHexStringLower(Row(history.Shuffled)).ShouldBe(Convert.ToHexStringLower(NaiveSignalRow.Build(history.Events))));

    [Fact]
    public void apply_is_true_exactly_when_the_bytes_differ() => Laws.Hold(20260306, 300, History(), history =>
    {
        byte[] row = new byte[16384];
        int length = 0;
        foreach (CanonicalEvent value in history.Shuffled)
        {
            byte[] before = row[..length];
            bool changed = SignalState.Apply(SignalRules.Factory, value, row, ref length);
            row.AsSpan(0, length).SequenceEqual(before).ShouldBe(!changed);
            length.ShouldBeLessThanOrEqualTo(before.Length + SignalState.MaxGrowthBytes);
        }
    });

    [Fact]
    public void the_seventeenth_channel_forgets_no_unsubscription()
    {
        IEnumerable<CanonicalEvent> left = Enumerable.Range(0, 20).Select(i => Of("unsubscribed", Noon, $"channel{i:d2}"));
        IEnumerable<CanonicalEvent> back = Enumerable.Range(0, 20).Select(i => Of("subscribed", Noon.Minutes(1), $"channel{i:d2}"));
        byte[] row = Row(left.Concat(back));
        SignalEvaluation evaluation = new();
        for (int i = 0; i < 20; i++)
        {
            evaluation.Evaluate(SignalRules.Factory, row, $"channel{i:d2}", Noon.Hours(1));
            evaluation.BreakerAt(Noon.Hours(1)).ShouldBe(i < 16 ? -1 : 0, $"channel {i}");
        }

        evaluation.Evaluate(SignalRules.Factory, row, "channel00a", Noon.Hours(1));
        evaluation.BreakerAt(Noon.Hours(1)).ShouldBe(-1, "a name before the last one would have a slot, had it ever been seen");
    }

    [Fact]
    public void signals_of_later_rules_are_kept_and_ignored()
    {
        byte[] row = new byte[1024];
        byte[] known = Row(Of("site_visit", Noon));
        known.CopyTo(row, 0);
        row[3] = 200;
        int length = known.Length;
        SignalState.Apply(SignalRules.Factory, Of("cart_add", Noon), row, ref length).ShouldBeTrue();
        length.ShouldBe(22);
        row[13].ShouldBe((byte)200);
        SignalEvaluation evaluation = new();
        evaluation.Evaluate(SignalRules.Factory, row.AsSpan(0, length), "email", Noon);
        evaluation.HotPaths.ToArray().Select(hotPath => hotPath.Signal).ShouldBe(["cart_add"]);
    }

    [Fact]
    public void rows_of_another_version_and_damaged_rows_are_refused()
    {
        byte[] row = Row(Of("unsubscribed", Noon));
        foreach (byte[] bad in new byte[][] { [2, 0], [1], row[..^1], [1, 17], [1, 1, 40] })
        {
            byte[] buffer = new byte[1024];
            bad.CopyTo(buffer, 0);
            int length = bad.Length;
            Should.Throw<InvalidDataException>(() => SignalState.Apply(SignalRules.Factory, Of("site_visit", Noon), buffer, ref length));
            Should.Throw<InvalidDataException>(() => new SignalEvaluation().Evaluate(SignalRules.Factory, bad, "email", Noon));
        }
    }

    [Fact]
    public void too_little_room_and_impossible_times_are_refused()
    {
        int length = 0;
        Should.Throw<ArgumentException>(() => SignalState.Apply(SignalRules.Factory, Of("site_visit", Noon), new byte[63], ref length))
            .Message.ShouldContain("holds 63 bytes");
        Should.Throw<ArgumentException>(() => SignalState.Apply(SignalRules.Factory, Of("site_visit", new(-1)), new byte[99], ref length));
        Should.Throw<ArgumentException>(() =>
            SignalState.Apply(SignalRules.Factory, Of("site_visit", new(long.MaxValue)), new byte[99], ref length));
    }

    [Fact]
    public void applying_events_allocates_nothing()
    {
        CanonicalEvent[] events = [.. Types.Select((type, i) => Of(type, Noon.Minutes(i), "email", "hard"))];
        byte[] row = new byte[4096];
        long before = 0;
        for (int round = 0; round < 2000; round++)
        {
            if (round == 1000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            int length = 0;
            foreach (CanonicalEvent value in events)
            {
                SignalState.Apply(SignalRules.Factory, value, row, ref length);
            }
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static Gen<(CanonicalEvent[] Events, CanonicalEvent[] Shuffled)> History()
    {
        Gen<CanonicalEvent> one =
            from type in Gen.Elements(Types)
            from channel in Gen.Elements(Channels)
            from minute in Gen.Choose(0, 12)
            from hard in Gen.Elements("hard", "soft")
            select Of(type, Noon.Minutes(minute), channel, hard);
        return from size in Gen.Choose(0, 150)
               from events in one.ArrayOf(size)
               from seed in Gen.Choose(0, int.MaxValue)
               select (events, Shuffle(events, seed));
    }

    private static CanonicalEvent[] Shuffle(CanonicalEvent[] events, int seed)
    {
        CanonicalEvent[] shuffled = [.. events];
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
