using SendFlowr.Pipeline.Normalize;
using SendFlowr.Simulation.FullPipeline;
using SendFlowr.Streams.Kafka.Workers;
using Xunit.Abstractions;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>The three topologies of the product as workers of a cluster run them, with learning that is asked for at any time.</summary>
public class KafkaFullPipelineTests(ITestOutputHelper output)
{
    private const int Seeds = 100;
    private const int ScriptSeed = 20_260_201;

    /// <summary>The number of the first source bound, which documents of the feed carry.</summary>
    private static readonly byte[] FirstBinding = [0, 0, 0, 1];

    [Fact]
    public void every_seed_of_the_full_pipeline_on_kafka_ends_in_the_state_of_an_undisturbed_run()
    {
        var driver = new KafkaSimulationDriver(CreatePlan());
        driver.RunSeeds(Seeds, nameof(every_seed_of_the_full_pipeline_on_kafka_ends_in_the_state_of_an_undisturbed_run));
        output.WriteLine(driver.Summary);
    }

    internal static KafkaPlan CreatePlan() => new(FullPipelinePlan.Create(ScriptSeed))
    {
        Feeds = [new FeedTopic(NormalizeTopology.Name, NormalizeTopology.Feed, "documents", FeedStart.Earliest, FirstBinding)],
        Nudge = FullPipelinePlan.AskByTheClock,
        Conclude = FullPipelinePlan.AskAtTheEnd,
    };
}
