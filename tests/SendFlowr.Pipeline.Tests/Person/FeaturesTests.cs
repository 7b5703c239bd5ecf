using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tests.Support;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Tests.Person;

public sealed class FeaturesTests : IDisposable
{
    private const long Noon = (SampleHistory.FirstDay * 86_400_000) + 43_200_000;

    private readonly TestPipeline _pipeline = new();

    public void Dispose() => _pipeline.Dispose();

    private static SampleEvent Click(int number, string email = "ann@example.com") =>
        new() { Id = $"e{number}", Type = "clicked", At = Noon + (number * 3_600_000), Message = $"m{number}", Email = email };

    private List<AvroRecord> Published()
    {
        DatumReader reader = new(SchemaCatalog.Embedded.Current("features").Schema);
        return [.. _pipeline.Topic(TopicNames.Features, _pipeline.Partitions)
            .Select(record => reader.Read(Schemas.Features.Body(record.Value)).AsRecord())];
    }

    [Fact]
    public void a_changed_person_is_published_with_the_node_id_as_key()
    {
        _pipeline.Ingest(Click(1));
        string ann = _pipeline.NodeOf("email=ann@example.com").ToString();
        Published().Single()["universal_id"].AsString().ShouldBe(ann);
        TopicRecord record = _pipeline.Topic(TopicNames.Features, _pipeline.Partitions).Single();
        ("sf_" + Convert.ToHexStringLower(record.Key)).ShouldBe(ann);
        record.TimestampMilliseconds.ShouldBe(_pipeline.Host.NowMilliseconds);
    }

    [Fact]
    public void a_person_is_published_at_most_once_a_minute_with_all_that_happened_in_it()
    {
        _pipeline.Ingest(Click(1), Click(2));
        _pipeline.Ingest(Click(3));
        _pipeline.Clock.Advance(TimeSpan.FromSeconds(59));
        _pipeline.Host.Drain();
        Published().Count.ShouldBe(1);
        _pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        _pipeline.Host.Drain();
        _pipeline.Host.Drain();
        Published().Select(record => record["hour_histogram_24"].AsArray().Sum(count => count.AsInt())).ShouldBe([2, 3]);
        _pipeline.Rows(PersonTables.FeaturesDue).ShouldBeEmpty();
    }

    [Fact]
    public void duplicates_publish_nothing()
    {
        _pipeline.Ingest(Click(1));
        _pipeline.Clock.Advance(TimeSpan.FromMinutes(2));
        _pipeline.Ingest(Click(1));
        Published().Count.ShouldBe(1);
    }

    [Fact]
    public void who_is_due_when_the_process_is_killed_is_published_after_the_restart()
    {
        _pipeline.Ingest(Click(1));
        _pipeline.Ingest(Click(2));
        _pipeline.KillAndReopen();
        _pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        _pipeline.Host.Drain();
        Published().Count.ShouldBe(2);
    }

    [Fact]
    public void more_people_than_a_slice_are_each_published_once()
    {
        const int people = 1_200;
        _pipeline.Ingest(Enumerable.Range(0, people).Select(person => Click(person % 20, $"p{person}@example.com")));
        List<string> ids = [.. Published().Select(record => record["universal_id"].AsString())];
        ids.Count.ShouldBe(people);
        ids.Distinct().Count().ShouldBe(people);
    }
}
