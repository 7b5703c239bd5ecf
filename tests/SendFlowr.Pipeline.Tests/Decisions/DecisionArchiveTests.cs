using SendFlowr.Model.Identity;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tests.Support;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Tests.Decisions;

public sealed class DecisionArchiveTests : IDisposable
{
    private readonly TestPipeline _pipeline = new();
    private readonly DecisionIds _ids = new(7);
    private readonly DecisionRecord _answer;

    public DecisionArchiveTests()
    {
        using DecisionService service = new(_pipeline.Host, _ids);
        _answer = service.Decide(new TimingQuestion { Person = [TestPipeline.Reference("email=ann@example.com")] });
    }

    public void Dispose() => _pipeline.Dispose();

    /// <summary>Records a revision, an hour after the one before.</summary>
    private DecisionRecord Record(string id, int revision, string state)
    {
        _pipeline.Clock.Advance(TimeSpan.FromHours(1));
        DecisionRecord record = _answer with
        {
            Decision = _answer.Decision with { DecisionId = id },
            Revision = revision,
            State = state,
            RequestId = revision % 2 == 0 ? "r1" : null,
        };
        Span<byte> key = stackalloc byte[NodeId.SizeBytes];
        _pipeline.NodeOf("email=ann@example.com").Write(key);
        RecordBatch batch = new();
        batch.Add(key, new DecisionWriter().Write(record), _pipeline.Host.NowMilliseconds);
        _pipeline.Host.Engine.Append(TopicNames.Decisions, batch, _pipeline.Host.NowMilliseconds);
        return record;
    }

    private int? Found(string id, int? revision) =>
        new DecisionArchive(_pipeline.Host).Find(id, revision) is { } bytes ? DecisionReader.Read(bytes).Revision : null;

    [Fact]
    public void each_revision_is_found_and_without_one_the_newest()
    {
        string id = _ids.Next(new Timestamp(_pipeline.Host.NowMilliseconds));
        string other = _ids.Next(new Timestamp(_pipeline.Host.NowMilliseconds));
        Record(id, 0, "planned");
        Found(id, null).ShouldBe(0);
        Record(other, 0, "planned");
        Record(id, 1, "revised");
        Found(id, null).ShouldBe(1);
        Record(other, 1, "cancelled");
        Record(id, 2, "triggered");
        Found(id, null).ShouldBe(2);
        Found(other, null).ShouldBe(1);
        Found(other, 2).ShouldBeNull();
        new[] { 0, 1, 2 }.ShouldAllBe(revision => Found(id, revision) == revision);
        Found(id, 3).ShouldBeNull();
        _pipeline.Reopen();
        Found(id, null).ShouldBe(2);
        Found(id, 0).ShouldBe(0);
    }

    [Fact]
    public void reading_ends_with_the_last_revision_there_can_be()
    {
        string id = _ids.Next(new Timestamp(_pipeline.Host.NowMilliseconds));
        Record(id, 0, DecisionRecord.Answered);
        Record(id, 1, "revised");
        Found(id, null).ShouldBe(0);
    }

    [Fact]
    public void a_decision_is_found_also_when_the_clock_was_set_back()
    {
        using DecisionService service = new(_pipeline.Host, _ids);
        Record(_ids.Next(new Timestamp(_pipeline.Host.NowMilliseconds)), 0, "planned");
        _pipeline.Clock.Advance(TimeSpan.FromHours(-5));
        DecisionRecord asked = service.Ask(new TimingQuestion { Person = [TestPipeline.Reference("email=ann@example.com")] });
        Found(asked.Decision.DecisionId, null).ShouldBe(0);
    }
}
