using System.Text;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Server.Events;
using SendFlowr.Server.Tests.Support;
using SendFlowr.Streams.Records;

namespace SendFlowr.Server.Tests.Events;

public sealed class EventIntakeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sendflowr-intake-").FullName;
    private readonly EmbeddedPipeline _host;

    public EventIntakeTests() => _host = EmbeddedPipeline.Open(new EmbeddedPipelineOptions
    {
        Directory = Path.Combine(_folder, "data"),
        IdentityKey = IdentityKey.Fixed(),
        Partitions = 2,
        Workers = 1,
        Time = new ManualClock(),
    });

    public void Dispose()
    {
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task what_others_have_fed_before_is_not_counted()
    {
        using ServerParts parts = new(_host, CancellationToken.None);
        MapperFactory mappers = new(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions());
        using FeedBinding others = _host.Feeds.Bind("file", mappers.CreateJson);
        RecordBatch batch = new();
        for (int i = 0; i < 3; i++)
        {
            others.Add(batch, Document($"other-{i}"), _host.NowMilliseconds, i);
        }

        _host.Engine.FeedRecords(NormalizeTopology.Name, NormalizeTopology.Feed, 1, batch);
        EventOutcome outcome = await parts.Events.TakeAsync([(1, Document("mine")), (2, Document("other-0"))], CancellationToken.None);
        (outcome.Read, outcome.Accepted, outcome.Duplicate).ShouldBe((2, 1, 1));
        _host.Counters().Accepted.ShouldBe(4);
    }

    private static byte[] Document(string id) => Encoding.UTF8.GetBytes(Samples.Event(id, "clicked", "2026-03-01T09:00:00Z"));
}
