using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Requests;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Tests.Requests;

/// <summary>A backlog between the trigger's instant and the breaker that came before it.</summary>
public sealed class PatienceTests : IDisposable
{
    /// <summary>More than a task reads in one step.</summary>
    private const int Backlog = 9000;

    private readonly RequestScene _scene = new(partitions: 1);

    public void Dispose() => _scene.Dispose();

    [Fact]
    public void a_breaker_behind_a_backlog_wins_over_a_due_trigger()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        AppendBacklogThenBreaker();
        _scene.Sleep(_scene.In(601));
        _scene.Pipeline.Host.Engine.RequestPunctuation();
        _scene.Pipeline.Host.Engine.Step(_scene.Now.EpochMilliseconds).Idle.ShouldBeFalse("the breaker has not been read yet");
        _scene.Status("r1").State.ShouldBe(RequestState.Planned);
        _scene.Pipeline.Host.Drain();
        _scene.Status("r1").State.ShouldBe(RequestState.Suppressed);
        _scene.Triggers().ShouldBeEmpty();
    }

    [Fact]
    public void after_a_minute_a_due_trigger_waits_no_longer()
    {
        _scene.Submit(RequestScene.Json("r1", _scene.In(600), _scene.In(7200)));
        AppendBacklogThenBreaker();
        _scene.Sleep(_scene.In(660));
        _scene.Pipeline.Host.Engine.RequestPunctuation();
        _scene.Pipeline.Host.Engine.Step(_scene.Now.EpochMilliseconds).Idle.ShouldBeFalse();
        _scene.Triggers().Count.ShouldBe(1);
        _scene.Pipeline.Host.Drain();
        _scene.Status("r1").State.ShouldBe(RequestState.Triggered);
    }

    private void AppendBacklogThenBreaker()
    {
        using NodeIdHasher hasher = _scene.Pipeline.Host.CreateHasher();
        RecordBatch batch = new();
        RecordWriter writer = new(Schemas.Event);
        byte[] key = new byte[NodeId.SizeBytes];
        for (int i = 0; i <= Backlog; i++)
        {
            CanonicalEvent value = new()
            {
                EventId = $"b{i}",
                EventType = i < Backlog ? "site_visit" : "ticket_created",
                OccurredAt = _scene.Now,
                Provider = "shop",
                Channel = "web",
            };
            string person = i < Backlog ? $"other{i}@example.com" : "ann@example.com";
            value.Identifiers.Add(Support.TestPipeline.Reference($"email={person}").Identifier!.Value);
            RoutingIdentifier.Choose(value, hasher).Node.Write(key);
            EventCodec.Write(writer.Begin(), value);
            batch.Add(key, writer.Bytes, _scene.Now.EpochMilliseconds);
        }

        _scene.Pipeline.Host.Engine.Append(TopicNames.Events, batch, _scene.Now.EpochMilliseconds);
    }
}
