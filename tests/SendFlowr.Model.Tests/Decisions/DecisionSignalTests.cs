using SendFlowr.Model.Decisions;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;
using static SendFlowr.Model.Tests.Decisions.Questions;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Decisions;

public class DecisionSignalTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void a_hot_path_pulls_a_decision_forward()
    {
        Decision decision = (Stranger with { Priors = EveningPriors }).Window(Noon.Hours(-3), Noon.Hours(2))
            .With(Of("cart_add", Noon.Minutes(-3))).Decide();
        decision.TargetTimestamp.ShouldBe(Noon);
        decision.AppliedWeights.Count.ShouldBe(1);
        decision.AppliedWeights[0].Signal.ShouldBe("cart_add");
        decision.AppliedWeights[0].Weight.ShouldBe(2 * Math.Exp(-0.2), Tolerance);
    }

    [Fact]
    public void a_hot_path_multiplies_the_score_of_the_minute()
    {
        DecisionInput quiet = Morning.Window(Noon, Noon);
        quiet.With(Of("cart_add", Noon)).Decide().Score.ShouldBe(3 * quiet.Decide().Score, Tolerance);
    }

    [Fact]
    public void a_hot_path_says_nothing_of_minutes_more_than_an_hour_ahead()
    {
        Decision decision = Morning.Window(Noon.Hours(2), Noon.Hours(48)).With(Of("cart_add", Noon)).Decide();
        decision.Score.ShouldBe(Morning.Window(Noon.Hours(2), Noon.Hours(48)).Decide().Score);
        decision.AppliedWeights[0].Weight.ShouldBe(2);
    }

    [Fact]
    public void a_breaker_that_ends_within_the_window_moves_the_decision_behind_it()
    {
        Decision decision = Morning.With(Of("payment_failed", Noon.Hours(-1))).Decide();
        decision.TargetTimestamp.ShouldBe(Noon.Hours(20.5 + 96).Minutes(1));
        decision.BindingConstraint.ShouldBe("payment_failed");
        decision.Reason.ShouldStartWith("best minute of the window; payment_failed ruled out a better one");
        decision.Suppressed.ShouldBeTrue();
        decision.AppliedWeights.ShouldBe([new AppliedWeight("payment_failed", -1)]);
        decision.Breakers.ShouldBe([new BreakerInterval("payment_failed", Noon.Hours(-1), Noon.Hours(23))]);
    }

    [Fact]
    public void a_breaker_that_moves_nothing_binds_nothing()
    {
        Decision decision = Morning.With(Of("payment_failed", Noon.Hours(-22))).Decide();
        decision.TargetTimestamp.ShouldBe(Noon.Hours(20.5).Minutes(1));
        decision.BindingConstraint.ShouldBeNull();
        decision.Suppressed.ShouldBeTrue();
    }

    [Fact]
    public void a_breaker_that_outlasts_the_window_means_do_not_send()
    {
        Decision decision = Morning.Window(Noon, Noon.Hours(40)).With(Of("support_ticket", Noon), Of("payment_failed", Noon)).Decide();
        decision.TargetTimestamp.ShouldBeNull();
        decision.TriggerTimestamp.ShouldBeNull();
        decision.BindingConstraint.ShouldBe("support_ticket");
        decision.Reason.ShouldBe("do not send: support_ticket lasts until Fri 2026-03-06 12:00 UTC, beyond the window");
        (decision.Score, decision.ConfidenceScore).ShouldBe((0, 0));
        decision.Alternatives.ShouldBeEmpty();
    }

    [Fact]
    public void the_breaker_named_is_the_one_that_outlasts_the_window()
    {
        Decision decision = Morning.Window(Noon, Noon.Hours(40)).With(Of("support_ticket", Noon.Hours(-20)), Of("unsubscribed", Noon)).Decide();
        decision.BindingConstraint.ShouldBe("unsubscribed");
        decision.Reason.ShouldBe("do not send: unsubscribed has no end");
    }

    [Fact]
    public void suppression_dominates_every_hot_path() =>
        Morning.With(Of("complained", Noon), Of("cart_add", Noon), Of("site_visit", Noon)).Decide().TargetTimestamp.ShouldBeNull();

    [Fact]
    public void a_channel_breaker_leaves_other_channels_alone()
    {
        DecisionInput left = Morning.With(Of("unsubscribed", Noon.Hours(-1)));
        left.Decide().BindingConstraint.ShouldBe("unsubscribed");
        Decision sms = (left with { Channel = "sms" }).Decide();
        sms.TargetTimestamp.ShouldNotBeNull();
        sms.Breakers.ShouldBeEmpty();
        sms.Suppressed.ShouldBeFalse();
    }

    [Fact]
    public void a_return_to_the_channel_ends_its_silence() =>
        Morning.With(Of("unsubscribed", Noon.Hours(-2)), Of("subscribed", Noon.Hours(-1))).Decide().TargetTimestamp.ShouldBe(Noon.Hours(20.5).Minutes(1));

    [Fact]
    public void the_instant_a_breaker_ends_is_free()
    {
        DecisionInput input = Stranger.With(Of("payment_failed", Noon.Hours(-20)));
        input.Decide().TargetTimestamp.ShouldBe(Noon.Hours(4));
    }

    [Fact]
    public void the_trigger_too_lies_outside_every_breaker()
    {
        DecisionInput input = (Stranger with { Lane = new LaneSummary(90_000, 9) }).With(Of("payment_failed", Noon.Hours(-20)));
        Decision decision = input.Decide();
        decision.TargetTimestamp.ShouldBe(Noon.Hours(4).Minutes(2));
        decision.TriggerTimestamp.ShouldBe(Noon.Hours(4).Minutes(0.5));
        decision.BindingConstraint.ShouldBe("payment_failed");
    }

    [Fact]
    public void a_breaker_ended_within_a_minute_leaves_the_rest_of_it()
    {
        Timestamp end = new(Noon.EpochMilliseconds + 20_000);
        DecisionInput input = Stranger.With(Of("payment_failed", end.Hours(-24)));
        input.Decide().TargetTimestamp.ShouldBe(Noon.Minutes(1));
        (input with { Now = new(end.EpochMilliseconds + 5) }).Decide().TargetTimestamp.ShouldBe(new(end.EpochMilliseconds + 5));
    }

    [Fact]
    public void a_breaker_dated_ahead_of_the_clock_counts_from_the_moment_it_is_known()
    {
        Decision decision = Morning.With(Of("support_ticket", Noon.Hours(5))).Decide();
        decision.TargetTimestamp.ShouldBe(Noon.Hours(20.5 + 96).Minutes(1));
        decision.Suppressed.ShouldBeTrue();
        decision.Breakers.Single().From.ShouldBe(Noon);
        Stranger.With(Of("support_ticket", Noon.Hours(5))).Decide().TargetTimestamp.ShouldBe(Noon.Hours(5 + 48));
        Stranger.With(Of("unsubscribed", Noon.Hours(5))).Decide().TargetTimestamp.ShouldBeNull();
    }

    [Fact]
    public void breakers_of_the_past_are_not_recorded() => Morning.Window(Noon, Noon.Hours(4))
        .With(Of("payment_failed", Noon.Hours(-24))).Decide().Breakers.ShouldBeEmpty();

    [Fact]
    public void weights_name_every_signal_in_force_in_the_order_of_the_policy()
    {
        Decision decision = Morning.With(
            Of("payment_failed", Noon.Hours(-30)), Of("complaint", Noon.Hours(-1)), Of("app_opened", Noon), Of("site_visit", Noon),
            Of("product_view", Noon.Hours(-1))).Decide();
        decision.AppliedWeights.ShouldBe([new("site_visit", 2), new("app_opened", 2), new("complaint", -1)]);
    }
}
