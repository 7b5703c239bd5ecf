using SendFlowr.Avro.Generic;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Requests;

namespace SendFlowr.Pipeline.Tests.Requests;

public sealed class RequestLifecycleTests : IDisposable
{
    private readonly RequestScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void a_request_is_planned_and_leaves_as_one_trigger_at_its_instant()
    {
        const string more = """,  "campaign_id":"spring","campaign_type":"newsletter","template":"t1","metadata":{"b":"2","a":"ä"}""";
        RequestReceipt receipt = _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200), more));
        receipt.Outcome.ShouldBe(RequestOutcome.Accepted);
        RequestStatus planned = receipt.Status!;
        planned.State.ShouldBe(RequestState.Planned);
        planned.TargetTimestamp!.Value.ShouldBe(_scene.In(600));
        _scene.Pipeline.Host.NextDueMilliseconds().ShouldBe(planned.TriggerTimestamp!.Value.EpochMilliseconds);
        _scene.AdvanceTo(new Timestamp(planned.TriggerTimestamp.Value.EpochMilliseconds - 1));
        _scene.Triggers().ShouldBeEmpty();
        _scene.AdvanceTo(_scene.In(10_000));
        AvroRecord trigger = _scene.Triggers().ShouldHaveSingleItem();
        trigger["request_id"].AsString().ShouldBe("r1");
        trigger["decision_id"].AsString().ShouldBe(planned.DecisionId);
        trigger["revision"].AsInt().ShouldBe(1);
        trigger["universal_id"].AsString().ShouldBe(planned.UniversalId);
        AvroRecord recipient = trigger["recipient"].AsArray().ShouldHaveSingleItem().AsRecord();
        recipient["type"].AsString().ShouldBe("email");
        recipient["value"].AsString().ShouldBe("ann@example.com", "the recipient is as requested, not hashed");
        trigger["channel"].AsString().ShouldBe("email");
        trigger["provider"].AsString().ShouldBe("klaviyo");
        trigger["campaign_id"].AsString().ShouldBe("spring");
        trigger["campaign_type"].AsString().ShouldBe("newsletter");
        trigger["template"].AsString().ShouldBe("t1");
        trigger["metadata"].AsMap().Select(pair => $"{pair.Key}={pair.Value.AsString()}").ShouldBe(["a=ä", "b=2"], ignoreOrder: true);
        trigger["target_timestamp_utc"].AsLong().ShouldBe(_scene.In(600).EpochMilliseconds);
        trigger["emitted_at_utc"].AsLong().ShouldBe(planned.TriggerTimestamp.Value.EpochMilliseconds);
        RequestStatus settled = _scene.Status("r1");
        settled.State.ShouldBe(RequestState.Triggered);
        settled.SettledAt.ShouldBe(planned.TriggerTimestamp);
        settled.Revision.ShouldBe(1);
        settled.Channel.ShouldBe("email");
        settled.Provider.ShouldBe("klaviyo");
        _scene.States("r1").ShouldBe("0:planned 1:triggered");
    }
}
