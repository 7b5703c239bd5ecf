using SendFlowr.Model.Decisions;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Time;
using static SendFlowr.Model.Tests.Decisions.Questions;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Decisions;

/// <summary>Arms of an experiment, urgent requests, and arrivals that are judged again.</summary>
public class DecisionArmTests
{
    private static readonly Timestamp Best = Noon.Hours(20.5).Minutes(1);

    private static DecisionInput Slow => Morning with { Lane = new LaneSummary(90_000, 9) };

    [Fact]
    public void the_fixed_arm_takes_the_earliest_instant_and_compensates_nothing()
    {
        Timestamp start = new(Noon.Hours(2).EpochMilliseconds + 30_500);
        Decision decision = (Slow with { Arm = DecisionArm.Fixed }).Window(start, Noon.Hours(48)).Decide();
        decision.TargetTimestamp.ShouldBe(start);
        decision.TriggerTimestamp.ShouldBe(start);
        (decision.LatencyEstimateSeconds, decision.LatencySource, decision.LatencyObservations).ShouldBe((0, LatencySource.Off, 0));
        (decision.Path, decision.OwnShare, decision.ConfidenceScore).ShouldBe((DecisionPath.Fallback, 0, 0));
        decision.Reason.ShouldBe("the earliest allowed instant, as the arm says; latency 0 s, as the arm does not compensate it");
    }

    [Fact]
    public void the_fixed_arm_waits_for_the_end_of_a_breaker_like_every_arm() =>
        (Slow with { Arm = DecisionArm.Fixed }).With(Of("payment_failed", Noon.Hours(-20))).Decide().TargetTimestamp.ShouldBe(Noon.Hours(4));

    [Fact]
    public void the_minute_arm_triggers_at_the_best_minute_itself()
    {
        Decision decision = (Slow with { Arm = DecisionArm.Minute }).Decide();
        (decision.TargetTimestamp, decision.TriggerTimestamp).ShouldBe((Best, Best));
        (decision.Path, decision.LatencySource).ShouldBe((DecisionPath.Minute, LatencySource.Off));
        Slow.Decide().TriggerTimestamp.ShouldBe(Best.Minutes(-1.5));
    }

    [Fact]
    public void the_hour_arm_triggers_as_the_best_hour_begins()
    {
        Decision decision = (Slow with { Arm = DecisionArm.Hour, EvidenceRing = Daily((9 * 60) + 20, 40) }).Decide();
        (decision.TargetTimestamp, decision.TriggerTimestamp).ShouldBe((Noon.Hours(21), Noon.Hours(21)));
        (decision.Path, decision.LatencySource).ShouldBe((DecisionPath.Hour, LatencySource.Off));
    }

    [Theory]
    [InlineData(DecisionArm.Fixed)]
    [InlineData(DecisionArm.Minute)]
    [InlineData(DecisionArm.Hour)]
    public void an_arm_that_compensates_nothing_is_never_too_slow(DecisionArm arm)
    {
        DecisionInput last = Slow.Window(Noon, Noon);
        last.Decide().BindingConstraint.ShouldBe("latency");
        Decision decision = (last with { Arm = arm }).Decide();
        decision.TargetTimestamp.ShouldBe(Noon);
        decision.BindingConstraint.ShouldBeNull();
    }

    [Fact]
    public void an_urgent_request_takes_the_earliest_instant_that_no_breaker_forbids()
    {
        DecisionInput urgent = Slow with { Urgent = true };
        Decision free = urgent.Decide();
        (free.TargetTimestamp, free.TriggerTimestamp, free.OwnShare).ShouldBe((Noon.Minutes(1.5), Noon, 0));
        free.Reason.ShouldStartWith("the earliest instant that nothing forbids, as the request is urgent; latency 90 s");
        Decision waiting = urgent.With(Of("payment_failed", Noon.Hours(-20)), Of("cart_add", Noon)).Decide();
        (waiting.TargetTimestamp, waiting.BindingConstraint).ShouldBe((Noon.Hours(4).Minutes(2), "payment_failed"));
        urgent.With(Of("complained", Noon)).Decide().TargetTimestamp.ShouldBeNull();
    }

    [Fact]
    public void a_held_target_that_is_still_allowed_stands_whatever_its_score()
    {
        Timestamp held = Noon.Hours(3).Minutes(0.25);
        Decision decision = (Slow with { HeldTarget = held }).With(Of("cart_add", Noon)).Decide();
        (decision.TargetTimestamp, decision.TriggerTimestamp).ShouldBe((held, held.Minutes(-1.5)));
        decision.Reason.ShouldStartWith("the arrival that was planned; latency 90 s");
        decision.Alternatives.ShouldBeEmpty();
        decision.Score.ShouldBe(Slow.Window(held, held).Decide().Score);
    }

    [Fact]
    public void a_breaker_at_a_held_target_or_at_its_trigger_means_do_not_send()
    {
        Timestamp end = Noon.Hours(4);
        DecisionInput input = Slow.With(Of("payment_failed", end.Hours(-24)));
        (input with { HeldTarget = end.Minutes(1.5) }).Decide().TargetTimestamp.ShouldBe(end.Minutes(1.5));
        foreach (Timestamp held in new[] { Noon.Hours(3), end.Minutes(1) })
        {
            Decision decision = (input with { HeldTarget = held }).Decide();
            (decision.TargetTimestamp, decision.BindingConstraint).ShouldBe((null, "payment_failed"));
            decision.Reason.ShouldBe(
                "do not send: payment_failed lasts until Wed 2026-03-04 16:00 UTC, beyond the planned arrival or its trigger");
            DecisionExplanation.Lines(decision)[0].ShouldBe("Do not send: payment_failed forbids the arrival that was planned by klaviyo/email.");
        }
    }

    [Fact]
    public void a_held_target_that_latency_has_put_out_of_reach_gives_way_to_the_earliest_arrival()
    {
        DecisionInput late = (Slow with { HeldTarget = Noon.Minutes(1) }).Window(Noon.Hours(-1), Noon.Hours(1));
        Decision decision = late.Decide();
        (decision.TargetTimestamp, decision.TriggerTimestamp).ShouldBe((Noon.Minutes(1.5), Noon));
        decision.Reason.ShouldStartWith("the earliest arrival still possible, after the one that was planned; latency 90 s");
        DecisionExplanation.Lines(decision)[1].ShouldBe(
            "The arrival that was planned, Wed 2026-03-04 12:01 UTC, is out of reach: the earliest one possible took its place.");
    }

    [Fact]
    public void a_held_target_that_would_arrive_after_the_window_is_bound_by_latency()
    {
        Decision decision = (Slow with { HeldTarget = Noon.Minutes(1) }).Window(Noon.Hours(-1), Noon.Minutes(1.25)).Decide();
        (decision.TargetTimestamp, decision.BindingConstraint).ShouldBe((null, "latency"));
    }

    [Fact]
    public void a_held_target_outside_the_window_is_refused() =>
        Should.Throw<ArgumentException>((Slow with { HeldTarget = Noon.Hours(-1) }).Decide).Message.ShouldContain("HeldTarget is 2026-03-04T11:00:00Z");

    [Fact]
    public void what_was_not_used_is_not_told_as_the_reason()
    {
        DecisionExplanation.Lines((Slow with { Arm = DecisionArm.Fixed }).Decide()).ShouldBe(
        [
            "Trigger Wed 2026-03-04 12:00 UTC by klaviyo/email, to arrive Wed 2026-03-04 12:00 UTC.",
            "Nothing of this person or of the population was used: the arm takes the earliest allowed instant.",
            "Between trigger and arrival: latency 0 s, as the arm does not compensate it.",
            "The window allowed arrivals from Wed 2026-03-04 12:00 UTC to Wed 2026-03-11 12:00 UTC.",
            $"Decided Wed 2026-03-04 12:00 UTC with model {Decider.ModelVersion}, priors 0, policy {Slow.Rules.PolicyVersion}.",
        ]);
        DecisionExplanation.Lines((Slow with { Urgent = true }).Decide())[1].ShouldBe(
            "The request is urgent: the earliest instant that nothing forbids was taken, whatever the person's habits.");
        DecisionExplanation.Lines((Slow with { HeldTarget = Best }).Decide())[1].ShouldBe(
            "The arrival that was planned was judged again, and nothing forbids it.");
    }
}
