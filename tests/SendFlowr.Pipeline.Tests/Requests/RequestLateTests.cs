using SendFlowr.Avro.Generic;
using SendFlowr.Model.Requests;
using SendFlowr.Pipeline.Requests;

namespace SendFlowr.Pipeline.Tests.Requests;

/// <summary>The late rule: after downtime a due trigger fires at once if it can still arrive in time, else the request expires.</summary>
public sealed class RequestLateTests : IDisposable
{
    private readonly RequestScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void after_downtime_a_due_trigger_leaves_at_once_when_it_still_arrives_in_time()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        _scene.Sleep(_scene.In(5000));
        _scene.Reopen();
        _scene.AdvanceTo(_scene.In(5000));
        AvroRecord trigger = _scene.Triggers().ShouldHaveSingleItem();
        trigger["emitted_at_utc"].AsLong().ShouldBe(_scene.In(5000).EpochMilliseconds);
        trigger["target_timestamp_utc"].AsLong().ShouldBe(_scene.In(5000).EpochMilliseconds, "the arrival that is now the earliest");
    }

    [Fact]
    public void a_trigger_that_is_late_by_less_than_a_second_is_punctual_at_the_end_of_the_window_too()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(600)));
        _scene.Sleep(_scene.In(600).Plus(TimeSpan.FromMilliseconds(400)));
        _scene.Reopen();
        _scene.AdvanceTo(_scene.In(600).Plus(TimeSpan.FromMilliseconds(400)));
        AvroRecord trigger = _scene.Triggers().ShouldHaveSingleItem();
        trigger["emitted_at_utc"].AsLong().ShouldBe(_scene.In(600).EpochMilliseconds + 400);
        trigger["trigger_timestamp_utc"].AsLong().ShouldBe(_scene.In(600).EpochMilliseconds);
        trigger["target_timestamp_utc"].AsLong().ShouldBe(_scene.In(600).EpochMilliseconds);
    }

    [Fact]
    public void after_the_window_it_expires()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        _scene.Sleep(_scene.In(7203));
        _scene.Reopen();
        _scene.AdvanceTo(_scene.In(7203));
        _scene.Triggers().ShouldBeEmpty();
        RequestStatus status = _scene.Status("r1");
        status.State.ShouldBe(RequestState.Expired);
        status.Reason.ShouldBe("window_passed");
        _scene.States("r1").ShouldBe("0:planned 1:expired");
    }

    [Fact]
    public void it_expires_when_the_latency_no_longer_fits()
    {
        _scene.LaneLatency(120);
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        _scene.Sleep(_scene.In(7100));
        _scene.Reopen();
        _scene.AdvanceTo(_scene.In(7100));
        _scene.Triggers().ShouldBeEmpty();
        _scene.Status("r1").State.ShouldBe(RequestState.Expired);
        _scene.Decisions("r1")[^1].Decision.BindingConstraint.ShouldBe("latency");
    }

    [Fact]
    public void a_request_whose_window_had_ended_when_it_came_by_the_topic_expires_at_once()
    {
        _scene.Produce(RequestScene.Json("r1", _scene.In(-7200), _scene.In(-3600)));
        _scene.Produce(RequestScene.Json("r2", null, _scene.In(-3600)));
        foreach (string id in new[] { "r1", "r2" })
        {
            _scene.Status(id).State.ShouldBe(RequestState.Expired);
            _scene.Status(id).Reason.ShouldBe("window_passed");
            _scene.States(id).ShouldBe("0:expired");
        }
    }

    [Fact]
    public void a_latency_longer_than_the_window_expires_at_once()
    {
        _scene.Submit(RequestScene.Json("r1", null, _scene.In(60), ""","latency_estimate_seconds":3600"""));
        _scene.Status("r1").State.ShouldBe(RequestState.Expired);
        _scene.Decisions("r1").ShouldHaveSingleItem().Decision.BindingConstraint.ShouldBe("latency");
    }

    [Fact]
    public void pending_requests_survive_a_kill_and_leave_once()
    {
        _scene.Submit([.. Enumerable.Range(0, 50).Select(i => RequestScene.Json($"r{i}", _scene.In(600 + i), _scene.In(7200), email: $"p{i}@example.com"))]);
        _scene.AdvanceTo(_scene.In(625));
        _scene.Reopen();
        _scene.AdvanceTo(_scene.In(630));
        _scene.Reopen();
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.Triggers().Select(trigger => trigger["request_id"].AsString()).Distinct().Count().ShouldBe(50);
        _scene.Triggers().Count.ShouldBe(50);
    }

    [Fact]
    public void a_clock_that_is_set_back_fires_nothing_early()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        _scene.Sleep(_scene.In(-3600));
        _scene.Pipeline.Host.Drain();
        _scene.Triggers().ShouldBeEmpty();
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.Triggers().ShouldHaveSingleItem()["emitted_at_utc"].AsLong().ShouldBe(_scene.In(600).EpochMilliseconds);
    }
}
