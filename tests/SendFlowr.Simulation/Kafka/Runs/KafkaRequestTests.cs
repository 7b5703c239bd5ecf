using SendFlowr.Pipeline.Topics;
using SendFlowr.Simulation.Driver;
using SendFlowr.Simulation.Requests;
using SendFlowr.Streams.Records;
using Xunit.Abstractions;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>
/// Requests through the three topologies of the product as workers of a cluster run them: home, plan, revision and trigger in transactions of
/// different workers. The checker is that of the embedded engine.
/// </summary>
/// <remarks>
/// What a task had read when it fired cannot be told from the order of topics here; that signals are heeded is shown by
/// <see cref="RequestSimulationTests"/>. Everything else is checked: one final state, revisions without gaps, no trigger twice, windows, rows, letters.
/// </remarks>
public class KafkaRequestTests(ITestOutputHelper output)
{
    private const int Seeds = 100;
    private const int Requests = 60;

    /// <summary>Short beside the windows, so that most triggers are due while things fail.</summary>
    private const long ScriptMilliseconds = 1_200_000;

    private const int ClockFactor = 40;

    /// <summary>Longer than from the last request to the end of any window.</summary>
    private const long ConcludingMilliseconds = 12_000_000 / ClockFactor;

    /// <summary>Seed of the script; another makes other requests.</summary>
    private const int ScriptSeed = 20_261_121;

    private readonly RequestTally _tally = new();

    [Fact]
    public void every_request_ends_once_on_kafka_whatever_fails()
    {
        var driver = new KafkaSimulationDriver(CreatePlan(_tally));
        driver.RunSeeds(Seeds, nameof(every_request_ends_once_on_kafka_whatever_fails));
        output.WriteLine($"{driver.Summary}; {_tally}");
        foreach (string state in new[] { "planned", "revised", "triggered", "suppressed", "expired", "cancelled" })
        {
            _tally[state].ShouldBeGreaterThan(driver.Runs / 10, state);
        }
    }

    internal static KafkaPlan CreatePlan(RequestTally tally)
    {
        RequestScript script = RequestScript.Draw(new Random(ScriptSeed), Requests, ScriptMilliseconds);
        SimulationPlan plan = RequestPlan.Create(script, RequestPlan.Patient, tally);
        return new KafkaPlan(plan with { Auditor = (disturbed, undisturbed) => plan.Auditor(WithoutReading(disturbed), undisturbed) })
        {
            ClockFactor = ClockFactor,
            ConcludingMilliseconds = ConcludingMilliseconds,
        };
    }

    /// <summary>For triggers, nothing is known of what was read; for all else, everything may have been.</summary>
    private static SimulationOutcome WithoutReading(SimulationOutcome outcome) => outcome with
    {
        Topics = outcome.Topics.ToDictionary(
            topic => topic.Key,
            topic => (IReadOnlyList<TopicRecord>)[.. topic.Value.Select(record => record with { LogPosition = topic.Key.Topic == TopicNames.Triggers ? 0 : 1 })]),
    };
}
