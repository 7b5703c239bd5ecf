using SendFlowr.Avro.Generic;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Tests.Support;

namespace SendFlowr.Pipeline.Tests.Requests;

public sealed class RequestRevisionTests : IDisposable
{
    private const double Day = 86_400;

    private readonly RequestScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void a_breaker_one_second_before_the_trigger_wins()
    {
        RequestStatus planned = _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200))).Status!;
        _scene.AdvanceTo(new Timestamp(planned.TriggerTimestamp!.Value.EpochMilliseconds - 1000));
        _scene.Event("ticket_created");
        RequestStatus status = _scene.Status("r1");
        status.State.ShouldBe(RequestState.Suppressed);
        status.Reason.ShouldContain("ticket_created");
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.Triggers().ShouldBeEmpty();
        _scene.States("r1").ShouldBe("0:planned 1:suppressed");
    }

    [Fact]
    public void a_breaker_that_ends_within_the_window_moves_the_trigger_behind_it()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(4 * Day)));
        _scene.AdvanceTo(_scene.In(300));
        _scene.Event("ticket_created");
        RequestStatus moved = _scene.Status("r1");
        moved.State.ShouldBe(RequestState.Revised);
        moved.Revision.ShouldBe(1);
        moved.TargetTimestamp!.Value.EpochMilliseconds.ShouldBeGreaterThanOrEqualTo(_scene.In(300 + (2 * Day)).EpochMilliseconds);
        _scene.AdvanceTo(_scene.In(5 * Day));
        _scene.Triggers().ShouldHaveSingleItem()["emitted_at_utc"].AsLong().ShouldBe(moved.TriggerTimestamp!.Value.EpochMilliseconds);
        _scene.Finals("r1").ShouldBe(1);
    }

    [Fact]
    public void an_unsubscribe_of_another_channel_does_not_touch_a_request()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        _scene.Event("unsubscribed", channel: "sms");
        _scene.Status("r1").Revision.ShouldBe(0);
        _scene.Event("unsubscribed");
        _scene.Status("r1").State.ShouldBe(RequestState.Suppressed);
        _scene.States("r1").ShouldBe("0:planned 1:suppressed");
    }

    [Fact]
    public void a_signal_of_another_channel_is_no_occasion_to_take_new_evidence_in()
    {
        SetHabit(hourOfDay: 20);
        _scene.Submit(RequestScene.Json("r1", _scene.In(0), _scene.In(Day)));
        SetHabit(hourOfDay: 14, weight: 5);
        _scene.Event("unsubscribed", channel: "sms");
        _scene.Status("r1").Revision.ShouldBe(0);
        _scene.Event("subscribed");
        _scene.Status("r1").Revision.ShouldBe(1, "one of its own channel is");
    }

    [Fact]
    public void a_breaker_of_another_person_does_not_touch_a_request()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        _scene.Event("ticket_created", email: "bob@example.com");
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.States("r1").ShouldBe("0:planned 1:triggered");
    }

    [Fact]
    public void a_hot_path_pulls_the_trigger_forward_as_a_revision()
    {
        SetHabit(hourOfDay: 20, days: 1);
        RequestStatus planned = _scene.Submit(RequestScene.Json("r1", _scene.In(0), _scene.In(Day))).Status!;
        planned.TargetTimestamp!.Value.EpochMilliseconds.ShouldBeGreaterThan(_scene.In(3 * 3600).EpochMilliseconds);
        _scene.AdvanceTo(_scene.In(3600));
        for (int i = 0; i < 3; i++)
        {
            _scene.Event(new[] { "site_visit", "cart_add", "product_view" }[i]);
        }

        RequestStatus pulled = _scene.Status("r1");
        _scene.Decisions("r1")[1].State.ShouldBe("revised");
        pulled.TargetTimestamp!.Value.EpochMilliseconds.ShouldBeInRange(_scene.In(3600).EpochMilliseconds, _scene.In(3660).EpochMilliseconds);
        _scene.AdvanceTo(_scene.In(2 * Day));
        _scene.Finals("r1").ShouldBe(1);
        _scene.Triggers().Count.ShouldBe(1);
    }

    [Fact]
    public void ordinary_evidence_alone_does_not_move_a_plan()
    {
        SetHabit(hourOfDay: 20);
        _scene.Submit(RequestScene.Json("r1", _scene.In(0), _scene.In(Day)));
        for (int i = 0; i < 20; i++)
        {
            _scene.Event("clicked");
        }

        _scene.Status("r1").Revision.ShouldBe(0);
    }

    [Fact]
    public void a_plan_more_than_a_day_ahead_is_refreshed_once_with_what_was_learned_since()
    {
        SetHabit(hourOfDay: 20);
        RequestStatus planned = _scene.Submit(RequestScene.Json("r1", _scene.In(3 * Day), _scene.In(4 * Day))).Status!;
        planned.TriggerTimestamp!.Value.EpochMilliseconds.ShouldBeGreaterThan(_scene.In(2 * Day).EpochMilliseconds);
        SetHabit(hourOfDay: 9, weight: 4);
        _scene.Status("r1").Revision.ShouldBe(0);
        _scene.AdvanceTo(_scene.In(3 * Day));
        RequestStatus refreshed = _scene.Status("r1");
        refreshed.Revision.ShouldBe(1, "decided anew when its trigger came within a day");
        refreshed.TargetTimestamp.ShouldNotBe(planned.TargetTimestamp);
        _scene.AdvanceTo(_scene.In(5 * Day));
        _scene.States("r1").ShouldBe("0:planned 1:revised 2:triggered");
    }

    [Fact]
    public void a_step_of_the_lanes_latency_moves_the_trigger()
    {
        RequestStatus planned = _scene.Submit(RequestScene.Json("r1", _scene.In(7200), _scene.In(10_000))).Status!;
        planned.LatencyEstimateSeconds.ShouldBe(0);
        _scene.AdvanceTo(_scene.In(60));
        _scene.LaneLatency(240);
        RequestStatus moved = _scene.Status("r1");
        moved.LatencyEstimateSeconds.ShouldBe(240);
        moved.TargetTimestamp.ShouldBe(planned.TargetTimestamp);
        moved.TriggerTimestamp!.Value.EpochMilliseconds.ShouldBe(planned.TriggerTimestamp!.Value.EpochMilliseconds - 240_000);
        moved.Revision.ShouldBe(1);
        _scene.LaneLatency(240.9);
        _scene.Status("r1").Revision.ShouldBe(1, "less than a second and than 5 % is not noticed");
        _scene.AdvanceTo(_scene.In(20_000));
        _scene.States("r1").ShouldBe("0:planned 1:revised 2:triggered");
        AvroRecord trigger = _scene.Triggers().ShouldHaveSingleItem();
        trigger["target_timestamp_utc"].AsLong().ShouldBeInRange(
            planned.TargetTimestamp!.Value.EpochMilliseconds, planned.TargetTimestamp.Value.EpochMilliseconds + 1000);
    }

    [Fact]
    public void a_lane_that_is_faster_at_the_instant_than_it_was_planned_fires_later()
    {
        _scene.LaneLatency(240);
        RequestStatus planned = _scene.Submit(RequestScene.Json("r1", _scene.In(7200), _scene.In(10_000))).Status!;
        _scene.LaneLatency(235);
        _scene.Status("r1").Revision.ShouldBe(0, "less than 5 % is not noticed while it waits");
        _scene.AdvanceTo(_scene.In(20_000));
        _scene.States("r1").ShouldBe("0:planned 1:revised 2:triggered");
        _scene.Triggers().ShouldHaveSingleItem()["emitted_at_utc"].AsLong().ShouldBe(planned.TriggerTimestamp!.Value.EpochMilliseconds + 5000);
    }

    [Fact]
    public void arms_without_compensation_do_not_follow_the_lane()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(7200), _scene.In(10_000), ""","arm":"minute" """));
        _scene.AdvanceTo(_scene.In(60));
        _scene.LaneLatency(240);
        _scene.Status("r1").Revision.ShouldBe(0);
        _scene.AdvanceTo(_scene.In(20_000));
        _scene.Triggers().ShouldHaveSingleItem()["emitted_at_utc"].AsLong().ShouldBe(_scene.In(7200).EpochMilliseconds);
    }

    [Fact]
    public void many_requests_of_one_person_are_revised_in_slices_and_all_of_them()
    {
        const int count = 300;
        _scene.Submit([.. Enumerable.Range(0, count).Select(i => RequestScene.Json($"r{i}", _scene.In(600), _scene.In(4 * Day)))]);
        _scene.Event("ticket_created");
        Enumerable.Range(0, count).ShouldAllBe(i => _scene.Status($"r{i}").Revision == 1);
        _scene.AdvanceTo(_scene.In(5 * Day));
        Enumerable.Range(0, count).ShouldAllBe(i => _scene.Status($"r{i}").State == RequestState.Triggered);
        _scene.Triggers().Count.ShouldBe(count);
    }

    [Fact]
    public void an_urgent_request_leaves_at_once_unless_a_breaker_forbids_it()
    {
        _scene.Event("unsubscribed", email: "bob@example.com");
        _scene.Submit(RequestScene.Json("r1", more: ""","priority":"urgent" """));
        _scene.Submit(RequestScene.Json("r2", more: ""","priority":"urgent" """, email: "bob@example.com"));
        _scene.Status("r1").State.ShouldBe(RequestState.Triggered);
        _scene.Status("r2").State.ShouldBe(RequestState.Suppressed);
        _scene.States("r2").ShouldBe("0:suppressed");
    }

    /// <summary>Weeks of clicks of Ann at an hour of every day.</summary>
    private void SetHabit(int hourOfDay, int weight = 1, int days = 28)
    {
        long today = _scene.Now.EpochDay;
        _scene.Pipeline.Ingest(
            from day in Enumerable.Range(1, days)
            from i in Enumerable.Range(0, weight)
            select new SampleEvent
            {
                Id = $"habit-{hourOfDay}-{day}-{i}",
                Type = "clicked",
                At = Timestamp.FromEpochDay(today - day).EpochMilliseconds + (hourOfDay * 3_600_000L) + (i * 60_000),
                Message = $"m-{hourOfDay}-{day}-{i}",
            });
    }
}
