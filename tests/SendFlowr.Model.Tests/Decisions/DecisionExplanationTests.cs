using SendFlowr.Model.Decisions;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Time;
using static SendFlowr.Model.Tests.Decisions.Questions;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Decisions;

public class DecisionExplanationTests
{
    [Fact]
    public void a_decision_is_told_in_plain_words()
    {
        Decision decision = (Morning with { Lane = new LaneSummary(4250, 17), ResolutionConfidence = 0.95, ResolvedBy = "klaviyo_id" })
            .Window(Noon.Hours(-1), Noon.Hours(24)).With(Of("cart_add", Noon.Minutes(-15))).Decide();
        IReadOnlyList<string> lines = DecisionExplanation.Lines(decision);
        lines[0].ShouldBe("Trigger Thu 2026-03-05 08:30:55.750 UTC by klaviyo/email, to arrive Thu 2026-03-05 08:31 UTC.");
        lines[1].ShouldMatch(
            @"^\d\d % of the answer is this person's own habit \(50 engagements\), the rest the population's\. Identified by klaviyo_id \(95 % sure\): confidence \d\d %\.$");
        lines[2].ShouldMatch(@"^What made this minute: your [a-z ]+ around 09:01, \d\d %; .*; the rest, \d+ %\.$");
        lines[3].ShouldBe("cart_add just happened: right now engagement is 1.74 times as likely, fading within the hour.");
        lines[4].ShouldBe("Between trigger and arrival: latency 4.25 s, median of 17 deliveries by klaviyo/email.");
        lines[5].ShouldBe("The window allowed arrivals from Wed 2026-03-04 11:00 UTC to Thu 2026-03-05 12:00 UTC (it had begun before the question).");
        lines.ShouldNotContain(line => line.StartsWith("Also good: ", StringComparison.Ordinal));
        DecisionExplanation.Lines(Morning.Decide()).ShouldContain(
            line => line.StartsWith("Also good: Mon 2026-03-09 08:31 UTC, ", StringComparison.Ordinal) && line.EndsWith(" % as good.", StringComparison.Ordinal));
        lines[^2].ShouldBe("Over the whole week, signals aside, the best minute is Thu 08:31 UTC (counting engagement within 60 minutes of arrival).");
        lines[^1].ShouldStartWith("Decided Wed 2026-03-04 12:00 UTC with model curve-1, priors 0, policy signals.v1:");
    }

    [Fact]
    public void the_person_s_own_clock_is_told()
    {
        Decision decision = (Morning with { Clock = PersonClock.FromOffset(-330), EvidenceRing = Daily((9 * 60) + 330, 40) }).Decide();
        IReadOnlyList<string> lines = DecisionExplanation.Lines(decision);
        lines[0].ShouldEndWith("to arrive Thu 2026-03-05 14:01 UTC.");
        lines.ShouldContain("The person's clock shows Thu 08:31 then (UTC-05:30).");
        lines.ShouldContain(line => line.Contains(" around 09:01, ", StringComparison.Ordinal));
        lines.ShouldContain(line => line.StartsWith("Over the whole week, signals aside, the best minute is Thu 08:31 on the person's clock", StringComparison.Ordinal));
    }

    [Fact]
    public void a_breaker_is_told_with_what_it_did()
    {
        DecisionExplanation.Lines(Morning.With(Of("payment_failed", Noon.Hours(-1))).Decide()).ShouldContain(
            "payment_failed of Wed 2026-03-04 11:00 UTC forbids sending until Thu 2026-03-05 11:00 UTC; the best minute otherwise lay within it.");
        IReadOnlyList<string> never = DecisionExplanation.Lines(Morning.With(Of("complained", Noon)).Decide());
        never[0].ShouldBe("Do not send: complained forbids sending by klaviyo/email to the end of the window.");
        never.ShouldContain("complained of Wed 2026-03-04 12:00 UTC forbids sending for good; this is why nothing is sent.");
    }

    [Fact]
    public void strangers_are_told_as_strangers()
    {
        DecisionExplanation.Lines(Stranger.Decide())[1].ShouldBe(
            "Nothing is known of this person or of the population yet: every minute is worth the same, and the earliest was taken.");
        DecisionExplanation.Lines((Stranger with { Priors = EveningPriors }).Decide())[1].ShouldBe(
            "Nothing is known of this person: the answer is the habit of the population. Confidence 0 %.");
    }

    [Fact]
    public void an_answer_that_latency_or_the_window_forbids_says_so()
    {
        DecisionInput now = (Morning with { LatencyHintSeconds = 5, Provider = "" }).Window(Noon.Hours(-1), Noon);
        DecisionExplanation.Lines(now.Decide())[0].ShouldBe("Do not send: a message triggered now by email would arrive after the window.");
        DecisionExplanation.Lines(now.Decide()).ShouldContain("Between trigger and arrival: latency 5 s as hinted, nothing is measured for email.");
        DecisionExplanation.Lines(now.Window(Noon.Hours(-2), Noon.Hours(-1)).Decide())[0]
            .ShouldBe("Do not send: the window had ended before the question was asked.");
    }

    [Fact]
    public void a_full_ring_is_told_as_the_newest_part_of_more()
    {
        Decision decision = (Stranger with { EvidenceRing = Ring(Enumerable.Range(0, 256).Select(i => Noon.EpochMinute - (i * 700L))) }).Decide();
        DecisionExplanation.Lines(decision)[1].ShouldContain("(the newest 256 engagements)");
    }
}
