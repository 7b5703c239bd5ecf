using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Hosting;

/// <summary>What people and the tenant end with depends on which events there were, not on their order, their copies or the partitions.</summary>
public sealed class OrderTests(ITestOutputHelper output)
{
    private static TestPipeline Run(IEnumerable<SampleEvent> events, int partitions)
    {
        TestPipeline pipeline = new(partitions);
        pipeline.Ingest(events);
        Learner.LearnTouched(pipeline.Host);
        return pipeline;
    }

    private static void ShouldAgree(TestPipeline left, TestPipeline right)
    {
        right.Rows(PersonTables.Timing).ShouldBe(left.Rows(PersonTables.Timing));
        right.Rows(PersonTables.Signals).ShouldBe(left.Rows(PersonTables.Signals));
        right.Rows(PersonTables.Messages).ShouldBe(left.Rows(PersonTables.Messages));
        right.Rows(PersonTables.Handoffs).ShouldBe(left.Rows(PersonTables.Handoffs));
        right.TenantRows(TenantTables.Lanes).ShouldBe(left.TenantRows(TenantTables.Lanes));
        right.Host.PriorsInForce().Version.ShouldBe(1);
        right.Host.PriorsInForce().Digest.ShouldBe(left.Host.PriorsInForce().Digest);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void shuffled_and_repeated_events_give_the_same_rows_and_priors(int seed)
    {
        output.WriteLine($"seed {seed}");
        List<SampleEvent> history = SampleHistory.Draw(seed);
        SampleEvent[] shuffled = [.. history, .. history.Where((_, index) => index % 3 == 0)];
        new Random(seed).Shuffle(shuffled);
        using TestPipeline straight = Run(history, partitions: 2);
        using TestPipeline mixed = Run(shuffled, partitions: 2);
        ShouldAgree(straight, mixed);
    }

    [Fact]
    public void one_and_eight_partitions_give_the_same_rows_priors_and_decisions()
    {
        List<SampleEvent> history = SampleHistory.Draw(seed: 21);
        using TestPipeline one = Run(history, partitions: 1);
        using TestPipeline eight = Run(history, partitions: 8);
        ShouldAgree(one, eight);
        for (int person = 0; person < 12; person++)
        {
            DecisionRecord left = Ask(one, person);
            DecisionRecord right = Ask(eight, person);
            right.Explanation.ShouldBe(left.Explanation);
            Model.Decisions.DecisionVerifier.Compare(left.Decision, right.Decision).ShouldBeEmpty();
        }
    }

    private static DecisionRecord Ask(TestPipeline pipeline, int person)
    {
        using DecisionService service = new(pipeline.Host);
        return service.Ask(new TimingQuestion
        {
            Person = [TestPipeline.Reference($"email=person{person}@example.com")],
            Provider = "klaviyo",
        });
    }
}
