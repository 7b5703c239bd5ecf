using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Simulation.Driver;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.FullPipeline;

/// <summary>The three topologies of the product with a feed of documents, and learning that is asked for at any time.</summary>
internal static class FullPipelinePlan
{
    public const int PersonTasks = 3;

    private const long DayMilliseconds = 86_400_000;
    private const long Start = (FeedScript.FirstDay + FeedScript.Days) * DayMilliseconds;
    private const int LastDay = FeedScript.FirstDay + FeedScript.Days;

    public static SimulationPlan Create(int scriptSeed) => new()
    {
        Topologies = Topologies(),
        Topics = [.. TopicCatalog.All.Select(topic => new TopicSettings(topic.Name, topic.Partitions > 1 ? PersonTasks : 1))],
        Script = FeedScript.Draw(new Random(scriptSeed)),
        Auditor = FullPipelineAudit.Audit,
        StartMilliseconds = Start,
        LogBytes = 256 << 10,
        MaxBatch = 8,
        Nudge = (engine, now) => Append(engine, AskByTheClock(now)),
        Conclude = (engine, now) => Append(engine, AskAtTheEnd(now)),
    };

    public static Topology[] Topologies()
    {
        byte[] key = IdentityKey.Fixed();
        FeedBindings feeds = new();
        MapperFactory mappers = new(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions());
        feeds.Bind("canonical:simulated", mappers.CreateJson);
        return
        [
            NormalizeTopology.Build(
                () => new NormalizeProcessor(feeds, new NodeIdHasher(key)), () => new IntakeProcessor(new NodeIdHasher(key), null)),
            PersonTopology.Build(SignalRules.Factory, DecisionInput.DefaultHorizonMinutes, PersonClocks.OfPeople("Europe/Berlin")),
            TenantTopology.Build(PersonTasks, "utc"),
        ];
    }

    /// <summary>A request to learn that may come at any time.</summary>
    public static ScriptRecord AskByTheClock(long now) => Ask(now, DayByTheClock(now));

    /// <summary>The request to learn that ends every run.</summary>
    public static ScriptRecord AskAtTheEnd(long now) => Ask(now, LastDay);

    /// <summary>Yesterday, on a clock whose day is a minute long: it never goes back.</summary>
    private static int DayByTheClock(long now) => (int)Math.Min(LastDay - 1, FeedScript.FirstDay + 1 + ((now - Start) / 60_000));

    /// <summary>Now and then everything is asked to be learned again.</summary>
    private static ScriptRecord Ask(long now, int throughDay)
    {
        RecordWriter writer = new(Schemas.Sums);
        new SumsRecord
        {
            Kind = SumsKind.Request,
            Run = 0,
            Task = SumsRecord.None,
            FromDay = now % 3 == 0 ? FeedScript.FirstDay : SumsRecord.None,
            Day = throughDay,
            Payload = default,
        }.Write(writer.Begin());
        return new ScriptRecord(
            null, TopicNames.Sums, 0, RecordKeys.OfSums(SumsKind.Request, SumsRecord.None).ToArray(), writer.Bytes.ToArray(), now);
    }

    private static void Append(EmbeddedEngine engine, ScriptRecord record)
    {
        RecordBatch batch = new();
        batch.Add(record.Key, record.Value, record.Timestamp);
        engine.Append(record.Name, record.Partition, batch, record.Timestamp);
    }
}
