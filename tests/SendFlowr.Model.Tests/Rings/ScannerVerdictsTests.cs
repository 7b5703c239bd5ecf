using FsCheck;
using FsCheck.Fluent;
using SendFlowr.Model.Rings;

namespace SendFlowr.Model.Tests.Rings;

public class ScannerVerdictsTests
{
    private const long Start = 28_000_800L * 60_000;

    private static readonly Config Config = Config.QuickThrowOnFailure.WithReplay(20240611, 9).WithMaxTest(300).WithEndSize(200);

    /// <summary>Some messages over three days, deliveries and answers often seconds apart; up to 200 moments: the list overflows.</summary>
    private static readonly Arbitrary<MessageMoment[]> Moments = Gen.ArrayOf(
        from slot in Gen.Choose(0, 12)
        from second in Gen.Choose(-4, 6)
        from millisecond in Gen.Elements(0, 300, 999)
        from kind in Gen.Choose(0, 2)
        from message in Gen.Choose(1, 4)
        from number in Gen.Choose(0, 7)
        select new MessageMoment(
            Start + 60_000 + (slot * 21_600_000L) + (second * 1000) + millisecond, (MessageMomentKind)kind, (ushort)message, (ushort)number)).ToArbitrary();

    private readonly Person _person = new();

    [Theory]
    [InlineData(-2001, false)]
    [InlineData(-2000, true)]
    [InlineData(0, true)]
    [InlineData(2000, true)]
    [InlineData(2001, false)]
    public void what_follows_a_delivery_at_once_is_a_scanner_s(int after, bool scanned)
    {
        _person.Take(Delivered(Start + 90_000, 7));
        _person.Take(Click(Start + 90_000 + after, 7));
        _person.Take(Open(Start + 90_000 + after, 7));
        _person.Take(Click(Start + 90_000 + after, 8));
        _person.ClassOf(EvidenceClass.MessageClick, 7).ShouldBe(scanned ? EvidenceClass.MessageClickInQuarantine : EvidenceClass.MessageClick);
        _person.ClassOf(EvidenceClass.MessageOpen, 7).ShouldBe(scanned ? EvidenceClass.MessageOpenInQuarantine : EvidenceClass.MessageOpen);
        _person.ClassOf(EvidenceClass.MessageClick, 8).ShouldBe(EvidenceClass.MessageClick, "no delivery of that message");
    }

    [Theory]
    [InlineData(4, 1000, true)]
    [InlineData(4, 1001, false)]
    [InlineData(3, 10, false)]
    [InlineData(5, 1200, true)]
    public void four_clicks_within_a_second_are_a_scanner_s(int clicks, int milliseconds, bool scanned)
    {
        for (int i = 0; i < clicks; i++)
        {
            _person.Take(Click(Start + (i * milliseconds / (clicks - 1)), (ushort)(i + 1), (ushort)i));
        }

        _person.ClassOf(EvidenceClass.MessageClick, 1).ShouldBe(scanned ? EvidenceClass.MessageClickInQuarantine : EvidenceClass.MessageClick);
        _person.Quarantined.ShouldBe(scanned ? clicks : 0);
    }

    [Fact]
    public void clicks_that_are_told_in_whole_seconds_are_still_four()
    {
        for (int link = 0; link < 4; link++)
        {
            _person.Take(Click(Start, 7, (ushort)link));
            _person.Take(Click(Start, 7, (ushort)link));
            _person.Quarantined.ShouldBe(link < 3 ? 0 : 1);
        }
    }

    [Fact]
    public void a_late_delivery_condemns_and_a_lost_one_frees()
    {
        _person.Take(Click(Start + 1000, 7));
        _person.Quarantined.ShouldBe(0);
        _person.Take(Delivered(Start, 7));
        _person.Quarantined.ShouldBe(1);
        for (int i = 0; i < MessageRing.Capacity; i++)
        {
            _person.Take(Delivered(Start + 5_000 + i, (ushort)(100 + i)));
        }

        _person.Quarantined.ShouldBe(0, "one message is no company: the click counts again");
    }

    [Fact]
    public void a_scanner_remains_one_when_the_list_moves_on_and_a_person_beside_it_keeps_the_newest_clicks()
    {
        for (int message = 0; message < 40; message++)
        {
            long delivered = Start + (message * 86_400_000L);
            _person.Take(Delivered(delivered, (ushort)message));
            for (int link = 0; link < 4; link++)
            {
                _person.Take(Click(delivered + 300 + link, (ushort)message, (ushort)link));
            }
        }

        _person.Quarantined.ShouldBe(40);
        _person.Take(Click(Start + (40 * 86_400_000L), 500));
        _person.ClassOf(EvidenceClass.MessageClick, 500).ShouldBe(EvidenceClass.MessageClick);
        _person.Quarantined.ShouldBe(40);
        for (int message = 0; message < 40; message++)
        {
            _person.Take(Click(Start + ((50 + message) * 86_400_000L), (ushort)(600 + message)));
        }

        _person.Quarantined.ShouldBeLessThan(12, "most of its company are a person's clicks now");
    }

    [Fact]
    public void what_the_event_says_is_not_judged()
    {
        byte[] row = NaiveRing.Built([new RingEntry(Start / 60_000, EvidenceClass.MessageClickByMachine, 7)]);
        ScannerVerdicts.Apply([], row, 1).ShouldBe(-1);
        NaiveRing.View(row)[0].Class.ShouldBe(EvidenceClass.MessageClickByMachine);
    }

    [Fact]
    public void fifty_thousand_opens_cost_no_more_than_a_full_list()
    {
        for (int i = 0; i < 50_931; i++)
        {
            _person.Take(Open(Start + (i * 20_000L), (ushort)(i % 3)));
        }

        _person.Messages.Length.ShouldBe(12 * 3 * MessageMoment.SizeBytes, "one of each message and day");
        _person.Take(Delivered(Start + 5_000_000_000, 1));
        _person.Messages.Length.ShouldBeLessThanOrEqualTo(MessageRing.CapacityBytes);
    }

    [Fact]
    public void any_order_and_repetition_ends_with_the_same_bytes_meets_specification() =>
        Check.One(Config, Prop.ForAll(Moments, Gen.Choose(0, int.MaxValue).ToArbitrary(), (moments, seed) =>
        {
            MessageMoment[] again = [.. moments, .. moments[..(moments.Length / 2)]];
            new Random(seed).Shuffle(again);
            Person one = new(moments);
            Person other = new(again);
            return one.Messages.SequenceEqual(other.Messages) && one.Evidence.SequenceEqual(other.Evidence);
        }));

    [Fact]
    public void the_list_is_its_definition_meets_specification() =>
        Check.One(Config, Prop.ForAll(Moments, moments =>
        {
            MessageMoment[] expected =
            [
                .. moments.GroupBy(m => m.Key).Select(same => same.MinBy(m => m.Milliseconds)).OrderBy(m => m.Key).TakeLast(MessageRing.Capacity),
            ];
            Person person = new(moments);
            return expected.SequenceEqual(Enumerable.Range(0, expected.Length).Select(i => MessageRing.At(person.Messages, i)))
                && person.Messages.Length == expected.Length * MessageMoment.SizeBytes;
        }));

    [Fact]
    public void verdicts_are_their_definition_meets_specification() =>
        Check.One(Config, Prop.ForAll(Moments, moments =>
        {
            MessageMoment[] list = [.. moments.DistinctBy(m => m.Key).OrderBy(m => m.Key).TakeLast(MessageRing.Capacity)];
            bool[] scanned = new bool[list.Length];
            ScannerVerdicts.Judge(list, scanned);
            long[] clicks = [.. list.Where(m => m.Kind == MessageMomentKind.Click).Select(m => m.Milliseconds)];
            return list.Zip(scanned).All(pair => pair.Second == (pair.First.Kind != MessageMomentKind.Delivered
                && (list.Any(d => d.Kind == MessageMomentKind.Delivered && d.MessageHash == pair.First.MessageHash && Math.Abs(d.Milliseconds - pair.First.Milliseconds) <= 2000)
                    || (pair.First.Kind == MessageMomentKind.Click
                        && clicks.Any(from => pair.First.Milliseconds >= from && pair.First.Milliseconds <= from + 1000 && clicks.Count(c => c >= from && c <= from + 1000) >= 4)))));
        }));

    [Fact]
    public void moments_are_nine_bytes_and_come_back()
    {
        byte[] bytes = new byte[MessageMoment.SizeBytes];
        foreach (MessageMoment moment in (MessageMoment[])[default, Click((1L << 43) - 1, ushort.MaxValue, 2047), Open(Start + 77, 3), Delivered(Start, ushort.MaxValue)])
        {
            moment.Write(bytes);
            MessageMoment.Read(bytes).ShouldBe(moment);
        }

        Should.Throw<ArgumentOutOfRangeException>(() => Delivered(-1, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Delivered(1L << 43, 0));
    }

    [Theory]
    [InlineData("Mozilla/5.0 (compatible; BarracudaSentinel)", true)]
    [InlineData("python-requests/2.31", true)]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36", false)]
    [InlineData("", false)]
    public void known_agents_are_known_whatever_the_case(string agent, bool known) =>
        ScannerAgents.Default.Knows(System.Text.Encoding.UTF8.GetBytes(agent)).ShouldBe(known);

    private static MessageMoment Delivered(long at, ushort message) => new(at, MessageMomentKind.Delivered, message);

    private static MessageMoment Open(long at, ushort message) => new(at, MessageMomentKind.Open, message);

    private static MessageMoment Click(long at, ushort message, ushort number = 0) => new(at, MessageMomentKind.Click, message, number);

    /// <summary>Takes moments as the person stage does: into both rings, then the verdicts.</summary>
    private sealed class Person
    {
        private readonly byte[] _messages = new byte[MessageRing.CapacityBytes];
        private readonly byte[] _evidence = new byte[EvidenceRing.CapacityBytes];
        private int _messageCount;
        private int _evidenceCount;

        public Person(params IEnumerable<MessageMoment> moments)
        {
            foreach (MessageMoment moment in moments)
            {
                Take(moment);
            }
        }

        public byte[] Messages => _messages[..(_messageCount * MessageMoment.SizeBytes)];

        public byte[] Evidence => _evidence[..(_evidenceCount * RingEntry.SizeBytes)];

        public int Quarantined => Entries.Count(e => e.Class is EvidenceClass.MessageClickInQuarantine or EvidenceClass.MessageOpenInQuarantine);

        private IEnumerable<RingEntry> Entries => Enumerable.Range(0, _evidenceCount).Select(i => new RingView(_evidence, _evidenceCount)[i]);

        public void Take(MessageMoment moment)
        {
            MessageRing.Add(_messages, ref _messageCount, moment);
            if (moment.Kind != MessageMomentKind.Delivered)
            {
                EvidenceClass evidenceClass = moment.Kind == MessageMomentKind.Open ? EvidenceClass.MessageOpen : EvidenceClass.MessageClick;
                EvidenceRing.Add(_evidence, ref _evidenceCount, new RingEntry(moment.Milliseconds / 60_000, evidenceClass, moment.MessageHash));
            }

            ScannerVerdicts.Apply(Messages, _evidence, _evidenceCount);
        }

        public EvidenceClass ClassOf(EvidenceClass evidenceClass, ushort hash) =>
            Entries.Single(e => EvidenceClasses.Base(e.Class) == evidenceClass && e.Hash == hash).Class;
    }
}
