using SendFlowr.Avro.Generic;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Records;
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

    [Fact]
    public void the_same_request_again_has_no_effect()
    {
        string json = RequestScene.Json("r1", _scene.In(600), _scene.In(7200));
        _scene.Submit(json).Outcome.ShouldBe(RequestOutcome.Accepted);
        _scene.Submit(json).Outcome.ShouldBe(RequestOutcome.Duplicate);
        _scene.Produce(json);
        _scene.AdvanceTo(_scene.In(700));
        RequestReceipt late = _scene.Submit(json);
        late.Outcome.ShouldBe(RequestOutcome.Duplicate);
        late.Status!.State.ShouldBe(RequestState.Triggered);
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.Triggers().ShouldHaveSingleItem();
        _scene.States("r1").ShouldBe("0:planned 1:triggered");
        _scene.DeadLetters().ShouldBeEmpty();
    }

    [Fact]
    public void a_request_without_a_window_is_the_same_whenever_it_is_posted()
    {
        string json = RequestScene.Json("r1");
        _scene.Submit(json).Outcome.ShouldBe(RequestOutcome.Accepted);
        _scene.AdvanceTo(_scene.In(60));
        _scene.Submit(json).Outcome.ShouldBe(RequestOutcome.Duplicate);
        string reordered = """{"metadata":{},"provider":"klaviyo","identifiers":[{"type":"email","value":"ann@example.com"}],"request_id":"r1","channel":"email"}""";
        _scene.Submit(reordered).Outcome.ShouldBe(RequestOutcome.Duplicate, "neither order nor a written default is content");
    }

    [Fact]
    public void other_content_under_the_same_id_is_answered_as_a_conflict_and_changes_nothing()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        RequestReceipt second = _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7201)));
        second.Outcome.ShouldBe(RequestOutcome.Conflict);
        second.Status!.State.ShouldBe(RequestState.Planned);
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.Triggers().ShouldHaveSingleItem();
        _scene.DeadLetters().ShouldBeEmpty("it was answered");
    }

    [Fact]
    public void of_one_batch_the_first_of_an_id_is_taken()
    {
        string first = RequestScene.Json("r1", _scene.In(600), _scene.In(7200));
        string other = RequestScene.Json("r1", _scene.In(600), _scene.In(7200), email: "bob@example.com");
        _scene.Submit([first, first, other]).Select(receipt => receipt.Outcome)
            .ShouldBe([RequestOutcome.Accepted, RequestOutcome.Duplicate, RequestOutcome.Conflict]);
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.Triggers().ShouldHaveSingleItem();
    }

    [Fact]
    public void a_conflict_from_the_topic_is_a_dead_letter_with_the_later_request()
    {
        _scene.Produce(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        _scene.Produce(RequestScene.Json("r1", _scene.In(600), _scene.In(7200), email: "bob@example.com"));
        AvroRecord letter = _scene.DeadLetters().ShouldHaveSingleItem();
        letter["reason"].AsString().ShouldBe("request_conflict");
        letter["path"].AsString().ShouldBe("request_id");
        RequestCodec.Read(Schemas.Request.Body(letter["raw"].AsBytes().Span)).Recipient[0].Value.ShouldBe("bob@example.com");
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.Triggers().ShouldHaveSingleItem()["recipient"].AsArray()[0].AsRecord()["value"].AsString().ShouldBe("ann@example.com");
    }

    [Fact]
    public void a_cancelled_request_never_leaves()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        RequestStatus status = _scene.Cancel("r1")!;
        status.State.ShouldBe(RequestState.Cancelled);
        status.Reason.ShouldBe("cancelled on request");
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.Triggers().ShouldBeEmpty();
        _scene.States("r1").ShouldBe("0:planned 1:cancelled");
        _scene.Cancel("r1")!.State.ShouldBe(RequestState.Cancelled, "cancelling twice is cancelling");
        _scene.Cancel("nobody").ShouldBeNull();
    }

    [Fact]
    public void what_has_left_cannot_be_cancelled()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.Cancel("r1")!.State.ShouldBe(RequestState.Triggered);
        _scene.States("r1").ShouldBe("0:planned 1:triggered");
    }

    [Fact]
    public void one_person_has_at_most_a_thousand_open_requests()
    {
        string[] jsons = [.. Enumerable.Range(0, RequestLimits.PendingOfPerson + 1).Select(i => RequestScene.Json($"r{i}", _scene.In(600), _scene.In(7200)))];
        IReadOnlyList<RequestReceipt> receipts = _scene.Submit(jsons);
        receipts.ShouldAllBe(receipt => receipt.Outcome == RequestOutcome.Accepted);
        RequestStatus over = receipts.Single(receipt => receipt.Status!.State == RequestState.Cancelled).Status!;
        over.Reason.ShouldBe("too_many_pending");
        over.Revision.ShouldBe(0);
        _scene.AdvanceTo(_scene.In(10_000));
        _scene.Triggers().Count.ShouldBe(RequestLimits.PendingOfPerson);
    }

    [Fact]
    public void rows_of_settled_requests_are_gone_and_the_id_is_forgotten_after_thirty_days()
    {
        string json = RequestScene.Json("r1", _scene.In(600), _scene.In(7200));
        _scene.Submit(json);
        _scene.AdvanceTo(_scene.In(10_000));
        foreach (string table in new[] { RequestTables.Pending, RequestTables.PendingOf, RequestTables.ReplansDue })
        {
            _scene.Pipeline.Rows(table).ShouldBeEmpty(table);
        }

        _scene.Pipeline.Host.NextDueMilliseconds().ShouldBeNull();
        _scene.AdvanceTo(_scene.In(29.9 * 86_400));
        _scene.Status("r1").State.ShouldBe(RequestState.Triggered);
        _scene.AdvanceTo(_scene.In(32 * 86_400));
        _scene.Find("r1").ShouldBeNull();
        _scene.Pipeline.Rows(RequestTables.Home).ShouldBeEmpty();
        _scene.Pipeline.Rows(RequestTables.SettledDays, byTask: true).Count.ShouldBe(1, "only the day it goes on with is left");
    }

    [Fact]
    public void decisions_of_requests_verify_and_are_found_by_their_id()
    {
        RequestStatus planned = _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200))).Status!;
        _scene.Event("ticket_created");
        _scene.AdvanceTo(_scene.In(10_000));
        List<DecisionRecord> records = _scene.Decisions("r1");
        records.ShouldAllBe(record => DecisionVerification.Of(record, _scene.Pipeline.Host).Verified == true);
        records.ShouldAllBe(record => record.Decision.DecisionId == planned.DecisionId);
        DecisionArchive archive = new(_scene.Pipeline.Host);
        DecisionReader.Read(archive.Find(planned.DecisionId, null)).Revision.ShouldBe(records[^1].Revision);
        DecisionReader.Read(archive.Find(planned.DecisionId, 0)).State.ShouldBe("planned");
    }
}
