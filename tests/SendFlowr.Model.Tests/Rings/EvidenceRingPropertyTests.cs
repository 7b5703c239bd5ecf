using FsCheck;
using FsCheck.Fluent;
using SendFlowr.Model.Rings;
using static SendFlowr.Model.Tests.Rings.NaiveRing;

namespace SendFlowr.Model.Tests.Rings;

public class EvidenceRingPropertyTests
{
    /// <summary>Fixed, so that a failure repeats; FsCheck prints it with the counterexample.</summary>
    private static readonly Config Config = Config.QuickThrowOnFailure.WithReplay(20240611, 9).WithMaxTest(300).WithEndSize(900);

    /// <summary>Few days, few hashes: keys collide often; up to 900 events: rings overflow.</summary>
    private static readonly Arbitrary<RingEntry[]> Events = Gen.ArrayOf(
        from minute in Gen.Choose(28_000_000, 28_000_000 + 2_500)
        from evidenceClass in Gen.Choose(1, 15)
        from hash in Gen.Choose(0, 5)
        select new RingEntry(minute, (EvidenceClass)evidenceClass, (ushort)hash)).ToArbitrary();

    [Fact]
    public void a_ring_is_its_definition_whatever_the_order_and_repetition_meets_specification() =>
        Check.One(Config, Prop.ForAll(Events, Gen.Choose(0, int.MaxValue).ToArbitrary(), (events, seed) =>
        {
            byte[] expected = Of(events, EvidenceRing.Capacity);
            RingEntry[] again = [.. events, .. events];
            new Random(seed).Shuffle(again);
            return Built(events).SequenceEqual(expected) && Built(again).SequenceEqual(expected);
        }));

    [Fact]
    public void the_union_of_two_rings_is_the_ring_of_the_union_meets_specification() =>
        Check.One(Config, Prop.ForAll(Events, Events, (left, right) =>
        {
            byte[] row = new byte[EvidenceRing.CapacityBytes];
            int count = EvidenceRing.Union(View(Built(left)), View(Built(right)), row);
            return row.AsSpan(0, count * RingEntry.SizeBytes).SequenceEqual(Of([.. left, .. right], EvidenceRing.Capacity));
        }));

    [Fact]
    public void add_says_false_exactly_when_no_byte_changed_meets_specification() =>
        Check.One(Config, Prop.ForAll(Events, events =>
        {
            byte[] row = new byte[EvidenceRing.CapacityBytes];
            int count = 0;
            foreach (RingEntry entry in events)
            {
                byte[] before = row[..(count * RingEntry.SizeBytes)];
                bool changed = EvidenceRing.Add(row, ref count, entry);
                if (changed == before.AsSpan().SequenceEqual(row.AsSpan(0, count * RingEntry.SizeBytes)))
                {
                    return false;
                }
            }

            return true;
        }));

    [Fact]
    public void a_verdict_changes_the_class_and_neither_key_nor_place_meets_specification() =>
        Check.One(Config, Prop.ForAll(Events, events =>
        {
            byte[] row = Built(events);
            int count = row.Length / RingEntry.SizeBytes;
            foreach (RingEntry entry in events)
            {
                RingEntry judged = new(entry.Minute, EvidenceClasses.WithMachine(EvidenceClasses.Base(entry.Class)), entry.Hash);
                EvidenceRing.Reclassify(row, count, judged);
            }

            RingView view = View(row);
            bool everyOpenAndClickIsJudged = true;
            for (int i = 0; i < view.Count; i++)
            {
                everyOpenAndClickIsJudged &= EvidenceClasses.WithMachine(view[i].Class) == view[i].Class;
            }

            RingEntry[] afterwards = [.. Enumerable.Range(0, count).Select(i => View(row)[i])];
            return everyOpenAndClickIsJudged && Built(afterwards).SequenceEqual(row);
        }));
}
