using SendFlowr.Model.Curves;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Tests.Rings;

namespace SendFlowr.Model.Tests.Curves;

public class ExposureHabitTests
{
    private const int Midnight = 28_000_800;
    private const int Nine = 9 * 60;

    private static readonly RingEntry[] Answers =
    [
        new(Midnight + Nine + 5, EvidenceClass.MessageClick, 1), new(Midnight + 1440 + Nine + 200, EvidenceClass.EventClick, 2),
        new(Midnight + (2 * 1440) + 1200, EvidenceClass.MessageReply, 3), new(Midnight + (3 * 1440) + Nine - 30, EvidenceClass.EventReply, 4),
    ];

    [Fact]
    public void without_deliveries_not_a_bit_changes()
    {
        RingEntry[] sends = [.. Enumerable.Range(0, 40).Select(i => new RingEntry(Midnight + (i * 1440) + Nine, EvidenceClass.Sent, (ushort)i))];
        EvidenceState plain = new();
        plain.Read(View(Answers), EvidenceWeights.Default);
        plain.Votes.ToArray().ShouldAllBe(vote => vote == 1);
        Votes(Answers, []).ShouldBe(plain.Votes.ToArray());
        Votes(Answers, sends).ShouldBe(plain.Votes.ToArray(), "a message that was sent has reached nobody yet");
    }

    [Fact]
    public void answers_count_by_the_exposure_of_their_time_and_visits_do_not()
    {
        int[] minutes = [.. Enumerable.Range(0, 30).Select(i => Midnight - ((i + 1) * 1440) + Nine + (i % 3 * 50))];
        RingEntry[] deliveries = [.. minutes.Select((minute, i) => new RingEntry(minute, EvidenceClass.Delivered, (ushort)i))];
        double[] votes = Votes(Answers, deliveries);
        for (int i = 0; i < Answers.Length; i++)
        {
            double factor = Factor(Answers[i].Minute, minutes);
            votes[i].ShouldBe(factor / Math.Sqrt(Math.Max(1, factor)), 1e-12, $"answer {i}");
        }

        votes[0].ShouldBeLessThan(0.3, "just after the usual time");
        votes[3].ShouldBe(2, "nobody is asked at that time: the factor is 4, the vote its root");
        RingEntry visit = new(Midnight + Nine + 5, EvidenceClass.Visit, 0);
        RingEntry conversion = new(Midnight + 1440 + Nine + 5, EvidenceClass.Conversion, 0);
        Votes([visit, conversion], deliveries).ShouldBe([1, 1]);
    }

    [Fact]
    public void few_deliveries_say_little_and_none_says_more_than_eight_times()
    {
        RingEntry[] click = [new(Midnight + Nine, EvidenceClass.EventClick, 1)];
        Votes(click, [Delivery(0)])[0].ShouldBe(Factor(Midnight + Nine, [Midnight + Nine]), 1e-12);
        Votes(click, [Delivery(0)])[0].ShouldBeInRange(0.15, 0.3);
        Votes(click, [.. Enumerable.Range(0, 120).Select(Delivery)])[0].ShouldBe(0.125);
    }

    [Fact]
    public void the_state_of_a_past_day_does_not_know_later_deliveries()
    {
        RingEntry[] later = [.. Enumerable.Range(10, 20).Select(i => new RingEntry(Midnight + (i * 1440), EvidenceClass.Delivered, (ushort)i))];
        EvidenceState state = new();
        state.Read(View(Answers), View(later), EvidenceWeights.Default, Midnight + (10 * 1440));
        state.Votes.ToArray().ShouldAllBe(vote => vote == 1);
        state.ReadDay(View(Answers), View(later), EvidenceWeights.Default, Midnight / 1440);
        state.Votes.ToArray().ShouldBe([1.0]);
        state.Read(View(Answers), View(later), EvidenceWeights.Default);
        state.Votes.ToArray().ShouldNotContain(1.0);
        state.Weights.ToArray().ShouldAllBe(weight => weight == 1);
        state.Read(View(Answers), EvidenceWeights.Default);
        state.Votes.ToArray().ShouldAllBe(vote => vote == 1, "nothing is left of the ring before");
    }

    [Fact]
    public void a_buffer_that_is_used_again_knows_only_the_new_deliveries()
    {
        RingEntry[] click = [new(Midnight + Nine, EvidenceClass.EventClick, 1)];
        EvidenceState state = new();
        state.Read(View(click), View([Delivery(0)]), EvidenceWeights.Default);
        state.Read(View(click), View([new(Midnight + Nine + 720, EvidenceClass.Delivered, 1)]), EvidenceWeights.Default);
        state.Votes[0].ShouldBe(Votes(click, [new(Midnight + Nine + 720, EvidenceClass.Delivered, 1)])[0]);
    }

    private static RingEntry Delivery(int day) => new(Midnight + Nine - (day * 1440), EvidenceClass.Delivered, (ushort)day);

    /// <summary>The definition: a mean over deliveries, each fading for days, on cells of five minutes.</summary>
    private static double Factor(int minute, int[] deliveries)
    {
        double fresh = Math.Exp(-5 / 60.0);
        double later = Math.Exp(-5 / 480.0);
        double exposure = 0;
        foreach (int delivery in deliveries)
        {
            int cells = ((minute / 5) - (delivery / 5)) % 288;
            for (int cell = cells < 0 ? cells + 288 : cells; cell < 288 * 60; cell += 288)
            {
                exposure += 144 * (((1 - fresh) * Math.Pow(fresh, cell)) + ((1 - later) * Math.Pow(later, cell)));
            }
        }

        return Math.Clamp((deliveries.Length + 2) / (exposure + 2), 0.125, 4);
    }

    private static double[] Votes(RingEntry[] evidence, RingEntry[] deliveries)
    {
        EvidenceState state = new();
        state.Read(View(evidence), View(deliveries), EvidenceWeights.Default);
        return state.Votes.ToArray();
    }

    private static RingView View(RingEntry[] entries) => NaiveRing.View(NaiveRing.Built(entries));
}
