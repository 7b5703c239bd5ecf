using SendFlowr.Model.Decisions;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Signals;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Simulation.Driver;
using SendFlowr.Streams.Embedded;

namespace SendFlowr.Simulation.Requests;

/// <summary>The three topologies of the product under the script of one seed. Due triggers wait for the backlog as long as it takes.</summary>
internal static class RequestPlan
{
    /// <summary>So that the checker needs no exception for triggers that lost their patience.</summary>
    public static readonly RequestGuards Patient = new() { PatienceMilliseconds = long.MaxValue / 4 };

    private const int ConcludingSteps = 40;
    private const long ConcludingStepMilliseconds = 600_000;

    public static SimulationPlan Create(int scriptSeed, RequestGuards guards, RequestTally tally) =>
        Create(RequestScript.Draw(new Random(scriptSeed)), guards, tally);

    public static SimulationPlan Create(RequestScript script, RequestGuards guards, RequestTally tally)
    {
        byte[] key = IdentityKey.Fixed();
        FeedBindings feeds = new();
        return new SimulationPlan
        {
            Topologies =
            [
                NormalizeTopology.Build(
                    () => new NormalizeProcessor(feeds, new NodeIdHasher(key)), () => new IntakeProcessor(new NodeIdHasher(key), null)),
                PersonTopology.Build(SignalRules.Factory, DecisionInput.DefaultHorizonMinutes, PersonClocks.Utc, guards),
                TenantTopology.Build(RequestScript.Tasks, "utc"),
            ],
            Topics = [.. TopicCatalog.All.Select(topic => new TopicSettings(topic.Name, topic.Partitions > 1 ? RequestScript.Tasks : 1))],
            Script = script.Records,
            Auditor = (disturbed, _) => new RequestAudit(script, disturbed, tally).Faults(),
            MaySendTwice = true,
            StartMilliseconds = RequestScript.Start,
            LogBytes = 1 << 20,
            MaxBatch = 60,
            ClockFactor = 25,
            KeptTopics = [TopicNames.Triggers, TopicNames.Decisions, TopicNames.Events, TopicNames.DeadLetters],
            SharedTopics = [TopicNames.PersonRequests],
            Conclude = LetAllWindowsPass,
        };
    }

    private static void LetAllWindowsPass(EmbeddedEngine engine, long now)
    {
        for (int step = 0; step < ConcludingSteps; step++)
        {
            now += ConcludingStepMilliseconds;
            engine.RequestPunctuation();
            engine.RunUntilIdle(now);
        }
    }
}
