using SendFlowr.Model.Decisions;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Time;
using static SendFlowr.Model.Tests.Decisions.Questions;
using static SendFlowr.Model.Tests.Signals.SignalEvents;

namespace SendFlowr.Model.Tests.Decisions;

/// <summary>Window, latency, resolution, confidence and what a decision says; signals have a file of their own.</summary>
public class DeciderTests
{
    [Fact]
    public void a_habit_is_met_with_the_hour_around_it()
    {
        Decision decision = Morning.Decide();
        // An engagement counts within the hour after arrival, so a habit at 09:00 is best met half an hour before.
        decision.TargetTimestamp.ShouldBe(Noon.Hours(20.5).Minutes(1));
        decision.TargetMinuteUtc.ShouldBe((3 * 1440) + (8 * 60) + 31);
        decision.Path.ShouldBe(DecisionPath.Minute);
        decision.BindingConstraint.ShouldBeNull();
        decision.Suppressed.ShouldBeFalse();
        decision.Score.ShouldBeInRange(0.01, 1);
        (decision with { HorizonMinutes = 0 }).ShouldNotBe(decision);
    }

    [Fact]
    public void a_longer_horizon_aims_earlier() =>
        (Morning with { HorizonMinutes = 180 }).Decide().TargetMinuteUtc!.Value
        .ShouldBeInRange((3 * 1440) + (7 * 60) + 28, (3 * 1440) + (7 * 60) + 32);

    [Fact]
    public void the_trigger_is_the_target_minus_the_latency()
    {
        Decision decision = (Morning with { Lane = new LaneSummary(4250, 17) }).Decide();
        decision.TargetTimestamp.ShouldBe(Noon.Hours(20.5).Minutes(1));
        decision.TriggerTimestamp.ShouldBe(new(Noon.Hours(20.5).Minutes(1).EpochMilliseconds - 4250));
        decision.LatencyEstimateSeconds.ShouldBe(4.25);
        decision.LatencySource.ShouldBe(LatencySource.Measured);
        decision.LatencyObservations.ShouldBe(17);
    }

    [Fact]
    public void a_hint_counts_only_while_nothing_is_measured()
    {
        DecisionInput hinted = Morning with { LatencyHintSeconds = 90.5 };
        hinted.Decide().LatencyEstimateSeconds.ShouldBe(90.5);
        hinted.Decide().LatencySource.ShouldBe(LatencySource.Hint);
        (hinted with { Lane = new LaneSummary(0, 1) }).Decide().LatencyEstimateSeconds.ShouldBe(0);
    }

    [Fact]
    public void without_measurement_and_hint_the_latency_is_zero_and_the_reason_says_so()
    {
        Decision decision = Morning.Decide();
        decision.LatencyEstimateSeconds.ShouldBe(0);
        decision.TriggerTimestamp.ShouldBe(decision.TargetTimestamp);
        decision.Reason.ShouldContain("latency 0 s, as nothing is measured for klaviyo/email and no hint was given");
    }

    [Fact]
    public void the_first_candidate_is_the_instant_a_message_triggered_now_arrives()
    {
        Timestamp now = new(Noon.EpochMilliseconds + 20_123);
        Decision decision = (Stranger with { Now = now, LatencyHintSeconds = 5 }).Decide();
        decision.TargetTimestamp.ShouldBe(new(now.EpochMilliseconds + 5000));
        decision.TriggerTimestamp.ShouldBe(now);
        decision.TargetMinuteUtc.ShouldBe(Noon.MinuteOfWeek.Value);
    }

    [Fact]
    public void the_first_candidate_is_the_start_of_a_window_to_come_and_the_trigger_may_precede_it()
    {
        Timestamp start = new(Noon.Hours(2).EpochMilliseconds + 30_500);
        Decision decision = (Stranger with { LatencyHintSeconds = 60 }).Window(start, Noon.Hours(9)).Decide();
        decision.TargetTimestamp.ShouldBe(start);
        decision.TriggerTimestamp.ShouldBe(new(start.EpochMilliseconds - 60_000));
    }

    [Fact]
    public void a_window_begun_in_the_past_starts_now() =>
        Stranger.Window(Noon.Hours(-500), Noon.Hours(1)).Decide().TargetTimestamp.ShouldBe(Noon);

    [Fact]
    public void a_window_shorter_than_a_minute_has_a_candidate()
    {
        Timestamp start = new(Noon.EpochMilliseconds + 10_000);
        Decision decision = Morning.Window(start, new(start.EpochMilliseconds + 20_000)).Decide();
        decision.TargetTimestamp.ShouldBe(start);
        decision.Alternatives.ShouldBeEmpty();
    }

    [Fact]
    public void a_window_that_ends_now_has_a_candidate_unless_latency_forbids_it()
    {
        DecisionInput last = Morning.Window(Noon.Hours(-1), Noon);
        last.Decide().TargetTimestamp.ShouldBe(Noon);
        Decision late = (last with { Lane = new LaneSummary(1, 3) }).Decide();
        late.TargetTimestamp.ShouldBeNull();
        late.TriggerTimestamp.ShouldBeNull();
        late.TargetMinuteUtc.ShouldBeNull();
        late.BindingConstraint.ShouldBe("latency");
        late.Reason.ShouldContain("do not send: triggered now it would arrive Wed 2026-03-04 12:00:00.001 UTC");
        (late.Score, late.ConfidenceScore, late.OwnShare).ShouldBe((0, 0, 0));
    }

    [Fact]
    public void a_window_that_has_passed_is_not_blamed_on_latency()
    {
        Decision decision = (Morning with { LatencyHintSeconds = 5 }).Window(Noon.Hours(-2), Noon.Hours(-1)).Decide();
        decision.TargetTimestamp.ShouldBeNull();
        decision.Reason.ShouldBe("window_passed");
        decision.BindingConstraint.ShouldBe("window");
    }

    [Fact]
    public void the_last_minute_of_a_window_is_included()
    {
        Timestamp best = Noon.Hours(20.5).Minutes(1);
        Morning.Window(best.Minutes(-9), best).Decide().TargetTimestamp.ShouldBe(best);
        Morning.Window(best.Minutes(-9), new(best.EpochMilliseconds - 1)).Decide().TargetTimestamp.ShouldBe(best.Minutes(-1));
    }

    [Fact]
    public void a_window_over_the_end_of_the_week_wraps()
    {
        DecisionInput midnight = Stranger with { EvidenceRing = Daily(10, 40) };
        Timestamp sunday = Noon.Hours((4 * 24) + 10);
        Decision decision = midnight.Window(sunday, sunday.Hours(5)).Decide();
        decision.TargetMinuteUtc!.Value.ShouldBeInRange(10080 - 25, 10080 - 15);
        midnight.Window(Noon.Hours((4 * 24) + 12), sunday.Hours(5)).Decide().TargetMinuteUtc.ShouldBe(0);
    }

    [Fact]
    public void of_equal_weeks_the_earliest_wins()
    {
        Decision decision = Morning.Window(Noon, Noon.Hours(31 * 24)).Decide();
        decision.TargetTimestamp.ShouldBe(Noon.Hours(20.5).Minutes(1));
        decision.Alternatives.ShouldContain(alternative => alternative.Score == decision.Score && alternative.Target == Noon.Hours(188.5).Minutes(1));
    }

    [Fact]
    public void a_far_window_is_decided_as_the_near_one()
    {
        Timestamp far = Noon.Hours(24 * 7 * 100);
        Morning.Window(far, far.Hours(168)).Decide().TargetTimestamp.ShouldBe(far.Hours(20.5).Minutes(1));
    }

    [Fact]
    public void a_stranger_in_an_empty_tenant_gets_the_earliest_minute_by_fallback()
    {
        Decision decision = Stranger.Decide();
        decision.Path.ShouldBe(DecisionPath.Fallback);
        decision.TargetTimestamp.ShouldBe(Noon);
        decision.ConfidenceScore.ShouldBe(0);
        decision.Score.ShouldBe(60.0 / 10080, 1e-15);
        decision.Alternatives.ShouldBeEmpty();
        decision.BaseCurvePeakMinute.ShouldBe(0);
        (Stranger with { Resolution = DecisionResolution.Hour }).Decide().Path.ShouldBe(DecisionPath.Fallback);
    }

    [Fact]
    public void a_stranger_in_a_known_tenant_gets_the_habit_of_the_population()
    {
        Decision decision = (Stranger with { Priors = EveningPriors }).Decide();
        decision.Path.ShouldBe(DecisionPath.Minute);
        decision.TargetTimestamp!.Value.MinuteOfWeek.MinuteOfDay.ShouldBe((17 * 60) + 30);
        decision.ConfidenceScore.ShouldBe(0);
        decision.PriorsVersion.ShouldBe(1);
        decision.PriorsDigest.ShouldBe(EveningPriors.Digest);
    }

    [Fact]
    public void at_hour_resolution_each_candidate_is_worth_its_clock_hour()
    {
        DecisionInput hourly = Morning with { EvidenceRing = Daily((9 * 60) + 20, 40), Resolution = DecisionResolution.Hour };
        Decision decision = hourly.Decide();
        decision.Path.ShouldBe(DecisionPath.Hour);
        decision.TargetTimestamp.ShouldBe(Noon.Hours(21));
        hourly.Window(Noon.Hours(21.4), Noon.Hours(30)).Decide().TargetTimestamp.ShouldBe(Noon.Hours(21.4));
        decision.Alternatives[0].Target.ShouldBe(Noon.Hours(21 + 96));
    }

    [Fact]
    public void confidence_is_the_own_share_times_that_of_the_identity()
    {
        Decision sure = Morning.Decide();
        sure.OwnShare.ShouldBeInRange(0.8, 1);
        sure.ConfidenceScore.ShouldBe(sure.OwnShare);
        Decision half = (Morning with { ResolutionConfidence = 0.5 }).Decide();
        half.ConfidenceScore.ShouldBe(sure.OwnShare * 0.5);
        half.TargetTimestamp.ShouldBe(sure.TargetTimestamp);
        (Morning with { EvidenceRing = Daily(9 * 60, 2) }).Decide().OwnShare.ShouldBeLessThan(sure.OwnShare);
    }

    [Fact]
    public void at_hour_resolution_the_own_share_is_that_of_the_whole_clock_hour()
    {
        DecisionInput hourly = Morning with { Resolution = DecisionResolution.Hour };
        Timestamp hour = Noon.Hours(21);
        hourly.Window(hour.Minutes(50), hour.Minutes(59)).Decide().OwnShare.ShouldBe(hourly.Window(hour, hour).Decide().OwnShare);
    }

    [Fact]
    public void the_base_peak_is_that_of_the_whole_week_whatever_the_window_and_signals()
    {
        int peak = Morning.Decide().BaseCurvePeakMinute;
        (peak % 1440).ShouldBe((8 * 60) + 31);
        Morning.Window(Noon, Noon.Hours(1)).With(Of("cart_add", Noon)).Decide().BaseCurvePeakMinute.ShouldBe(peak);
    }

    [Fact]
    public void alternatives_are_the_next_best_local_maxima_half_an_hour_apart()
    {
        long day = Noon.EpochMinute - 720;
        int[] habits = [8 * 60, (8 * 60) + 20, 12 * 60, 16 * 60, 20 * 60];
        DecisionInput input = Stranger with
        {
            EvidenceRing = Ring(Enumerable.Range(1, 30).SelectMany(ago => habits.Select(habit => day - (ago * 1440L) + habit))),
        };
        Decision decision = input.Window(Noon, Noon.Hours(24)).Decide();
        Timestamp[] times = [decision.TargetTimestamp!.Value, .. decision.Alternatives.Select(alternative => alternative.Target)];
        decision.Alternatives.Count.ShouldBeInRange(2, 5);
        decision.Alternatives.Select(alternative => alternative.Score).ShouldBeInOrder(SortDirection.Descending);
        decision.Alternatives[0].Score.ShouldBeLessThanOrEqualTo(decision.Score);
        for (int i = 0; i < times.Length; i++)
        {
            times.Where((_, other) => other != i).ShouldAllBe(other => Math.Abs(other.EpochMilliseconds - times[i].EpochMilliseconds) >= 1_800_000);
        }
    }

    [Fact]
    public void a_damaged_signal_row_is_refused_and_not_ignored() =>
        Should.Throw<InvalidDataException>(() => (Morning with { SignalRow = new byte[] { 9 } }).Decide());
}
