using SendFlowr.Model.Events;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Signals;

public class SignalEvaluationTests
{
    private const double Tolerance = 1e-12;

    [Theory]
    [InlineData("site_visit", 0, true)]
    [InlineData("site_visit", 30, true)]
    [InlineData("site_visit", 30.001, false)]
    [InlineData("sms_click", 15, true)]
    [InlineData("sms_click", 15.001, false)]
    [InlineData("ticket_closed_satisfied", 120, true)]
    [InlineData("site_visit", -0.001, false)]
    public void a_hot_path_counts_while_its_age_is_within_its_window(string signal, double age, bool counts) =>
        Evaluate(Noon, "email", Of(signal, Noon.Minutes(-age))).HotPaths.Length.ShouldBe(counts ? 1 : 0);

    [Fact]
    public void weight_decays_from_two_with_a_quarter_of_an_hour()
    {
        SignalEvaluation evaluation = Evaluate(Noon, "email", Of("cart_add", Noon.Minutes(-10)));
        evaluation.HotPaths[0].Weight.ShouldBe(2 * Math.Exp(-10.0 / 15), Tolerance);
        evaluation.HotPaths[0].At.ShouldBe(Noon.Minutes(-10));
        evaluation.FactorAt(Noon.EpochMinute).ShouldBe(1 + (2 * Math.Exp(-10.0 / 15)), Tolerance);
        evaluation.FactorAt(Noon.EpochMinute + 60).ShouldBe(1 + (2 * Math.Exp(-70.0 / 15)), Tolerance);
    }

    [Theory]
    [InlineData(0, 0x4000000000000000)]
    [InlineData(7.25, 0x3ff3bc346b6bbd25)]
    [InlineData(29.999, 0x3fd152f653bf6ebf)]
    public void the_bits_of_weights_are_frozen(double age, long bits) =>
        BitConverter.DoubleToInt64Bits(Evaluate(Noon, "email", Of("cart_add", Noon.Minutes(-age))).HotPaths[0].Weight).ShouldBe(bits);

    [Fact]
    public void a_hot_path_counts_for_the_minutes_from_now_to_an_hour_ahead()
    {
        SignalEvaluation evaluation = Evaluate(Noon, "email", Of("cart_add", Noon));
        evaluation.FactorAt(Noon.EpochMinute - 1).ShouldBe(1);
        evaluation.FactorAt(Noon.EpochMinute).ShouldBe(3);
        evaluation.FactorAt(Noon.EpochMinute + 60).ShouldBeGreaterThan(1);
        evaluation.FactorAt(Noon.EpochMinute + 61).ShouldBe(1);
    }

    [Fact]
    public void within_the_minute_of_the_event_the_weight_is_never_above_the_peak()
    {
        Timestamp late = Noon.Plus(TimeSpan.FromSeconds(40));
        Evaluate(late, "email", Of("cart_add", late)).FactorAt(Noon.EpochMinute).ShouldBe(3);
    }

    [Fact]
    public void repetition_restarts_the_decay_and_never_adds_up()
    {
        SignalEvaluation evaluation = Evaluate(Noon, "email", Of("cart_add", Noon.Minutes(-20)), Of("cart_add", Noon));
        evaluation.FactorAt(Noon.EpochMinute).ShouldBe(3);
    }

    [Fact]
    public void two_spellings_of_a_signal_count_once_under_the_newest_name()
    {
        SignalEvaluation evaluation = Evaluate(Noon, "email", Of("sms_clicked", Noon.Minutes(-5)), Of("sms_click", Noon));
        evaluation.HotPaths.Length.ShouldBe(1);
        evaluation.HotPaths[0].Signal.ShouldBe("sms_click");
        evaluation.FactorAt(Noon.EpochMinute).ShouldBe(3);
    }

    [Fact]
    public void types_multiply_up_to_the_bound()
    {
        Evaluate(Noon, "email", Of("cart_add", Noon), Of("site_visit", Noon)).FactorAt(Noon.EpochMinute).ShouldBe(9);
        Evaluate(Noon, "email", Of("cart_add", Noon), Of("site_visit", Noon), Of("app_opened", Noon)).FactorAt(Noon.EpochMinute).ShouldBe(10);
    }

    [Theory]
    [InlineData("support_ticket", 48)]
    [InlineData("payment_failed", 24)]
    [InlineData("ticket_closed_unsatisfied", 168)]
    public void a_breaker_is_active_from_its_event_until_its_end_exclusive(string signal, int hours)
    {
        SignalEvaluation evaluation = Evaluate(Noon, "push", Of(signal, Noon));
        evaluation.BreakerAt(Noon.Minutes(-0.001)).ShouldBe(-1);
        evaluation.BreakerAt(Noon).ShouldBe(0);
        evaluation.BreakerAt(new(Noon.Hours(hours).EpochMilliseconds - 1)).ShouldBe(0);
        evaluation.BreakerAt(Noon.Hours(hours)).ShouldBe(-1);
        evaluation.Breakers[0].ShouldBe(new BreakerInterval(signal, Noon, Noon.Hours(hours)));
    }

    [Theory]
    [InlineData("spam_report")]
    [InlineData("complained")]
    public void a_spam_report_is_for_ever_on_every_channel(string signal)
    {
        SignalEvaluation evaluation = Evaluate(Noon, "push", Of(signal, Noon), Of("subscribed", Noon.Hours(1), "push"));
        evaluation.Breakers[0].ShouldBe(new BreakerInterval(signal, Noon, null));
        evaluation.BreakerAt(Noon.Hours(1_000_000)).ShouldBe(0);
    }

    [Fact]
    public void an_unsubscribed_channel_stays_silent_until_a_later_return_to_the_same_channel()
    {
        CanonicalEvent left = Of("unsubscribed", Noon);
        Evaluate(Noon, "email", left).BreakerAt(Noon.Hours(10_000)).ShouldBe(0);
        Evaluate(Noon, "EMAIL", left).BreakerAt(Noon).ShouldBe(0);
        Evaluate(Noon, "sms", left).BreakerAt(Noon).ShouldBe(-1);
        Evaluate(Noon, "email", left, Of("subscribed", Noon.Hours(1), "sms")).BreakerAt(Noon.Hours(2)).ShouldBe(0);
        Evaluate(Noon, "email", left, Of("subscribed", Noon.Hours(-1))).BreakerAt(Noon.Hours(2)).ShouldBe(0);
        SignalEvaluation back = Evaluate(Noon, "email", left, Of("subscribed", Noon.Hours(1)));
        back.BreakerAt(Noon.Hours(0.5)).ShouldBe(0);
        back.BreakerAt(Noon.Hours(1)).ShouldBe(-1);
        back.Breakers[0].ShouldBe(new BreakerInterval("unsubscribed", Noon, Noon.Hours(1)));
    }

    [Fact]
    public void leaving_and_returning_at_the_same_time_stays_silent() =>
        Evaluate(Noon, "email", Of("subscribed", Noon), Of("unsubscribed", Noon)).BreakerAt(Noon).ShouldBe(0);

    [Fact]
    public void a_leaving_without_a_channel_silences_all_until_each_is_opened_again()
    {
        CanonicalEvent left = Of("unsubscribed", Noon, "");
        Evaluate(Noon, "sms", left).BreakerAt(Noon.Hours(9)).ShouldBe(0);
        Evaluate(Noon, "", left).BreakerAt(Noon.Hours(9)).ShouldBe(0);
        SignalEvaluation own = Evaluate(Noon, "sms", left, Of("subscribed", Noon.Hours(1), "sms"));
        own.BreakerAt(Noon.Hours(0.5)).ShouldBe(0);
        own.BreakerAt(Noon.Hours(1)).ShouldBe(-1);
        Evaluate(Noon, "push", left, Of("subscribed", Noon.Hours(1), "sms")).BreakerAt(Noon.Hours(2)).ShouldBe(0);
        Evaluate(Noon, "push", left, Of("subscribed", Noon.Hours(1), "")).BreakerAt(Noon.Hours(2)).ShouldBe(-1);
        Evaluate(Noon, "sms", Of("unsubscribed", Noon, "sms"), Of("subscribed", Noon.Hours(1), "")).BreakerAt(Noon.Hours(2)).ShouldBe(0);
    }

    [Fact]
    public void an_unsubscribe_request_silences_the_person_for_a_week_and_its_channel_for_good()
    {
        CanonicalEvent request = Of("unsubscribe_request", Noon);
        Evaluate(Noon, "sms", request).BreakerAt(Noon.Hours(167)).ShouldBe(0);
        Evaluate(Noon, "sms", request).BreakerAt(Noon.Hours(168)).ShouldBe(-1);
        SignalEvaluation email = Evaluate(Noon, "email", request);
        email.Breakers[email.BreakerAt(Noon.Hours(167))].Signal.ShouldBe("unsubscribe_request");
        email.Breakers[email.BreakerAt(Noon.Hours(168))].Signal.ShouldBe("unsubscribed");
    }

    [Fact]
    public void an_sms_unsubscription_takes_sms_away_whatever_channel_the_event_names()
    {
        SignalEvaluation evaluation = Evaluate(Noon, "sms", Of("sms_unsubscribed", Noon, ""));
        evaluation.Breakers[evaluation.BreakerAt(Noon.Hours(1000))].Signal.ShouldBe("unsubscribed");
        Evaluate(Noon, "email", Of("sms_unsubscribed", Noon, "")).BreakerAt(Noon.Hours(168)).ShouldBe(-1);
    }

    [Theory]
    [InlineData(168, true)]
    [InlineData(168.001, false)]
    public void two_hard_bounces_within_a_week_silence_their_channel_for_a_week(double hoursApart, bool trips)
    {
        Timestamp second = Noon.Hours(hoursApart);
        CanonicalEvent[] bounces = [Of("bounced", Noon, bounceType: "hard"), Of("bounced", second, bounceType: "hard")];
        Evaluate(second, "email", bounces).BreakerAt(second.Hours(167)).ShouldBe(trips ? 0 : -1);
        Evaluate(second, "email", bounces).BreakerAt(second.Hours(168)).ShouldBe(-1);
        Evaluate(second, "sms", bounces).BreakerAt(second).ShouldBe(-1);
    }

    [Fact]
    public void one_hard_bounce_or_bounces_of_two_channels_silence_nothing()
    {
        Evaluate(Noon, "email", Of("bounced", Noon, bounceType: "hard")).BreakerAt(Noon).ShouldBe(-1);
        Evaluate(Noon, "email", Of("bounced", Noon, bounceType: "hard"), Of("bounced", Noon.Minutes(1), "sms", "hard"))
            .BreakerAt(Noon.Minutes(1)).ShouldBe(-1);
    }

    [Fact]
    public void of_several_breakers_the_first_of_the_rules_is_named()
    {
        SignalEvaluation evaluation = Evaluate(
            Noon, "email", Of("unsubscribed", Noon), Of("payment_failed", Noon), Of("support_ticket", Noon), Of("complained", Noon));
        evaluation.Breakers.ToArray().Select(breaker => breaker.Signal)
            .ShouldBe(["complained", "support_ticket", "payment_failed", "unsubscribed"]);
        evaluation.Breakers[evaluation.BreakerAt(Noon)].Signal.ShouldBe("complained");
    }

    [Fact]
    public void evaluating_allocates_nothing()
    {
        byte[] row = Row(Of("cart_add", Noon), Of("unsubscribed", Noon), Of("support_ticket", Noon));
        SignalEvaluation evaluation = new();
        long before = 0;
        for (int round = 0; round < 2000; round++)
        {
            before = round == 1000 ? GC.GetAllocatedBytesForCurrentThread() : before;
            evaluation.Evaluate(SignalRules.Factory, row, "email", Noon);
            evaluation.FactorAt(Noon.EpochMinute);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
