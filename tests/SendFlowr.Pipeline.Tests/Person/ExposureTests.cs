using SendFlowr.Model.Decisions;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Tests.Support;

namespace SendFlowr.Pipeline.Tests.Person;

public sealed class ExposureTests
{
    private const long Day = 86_400_000;
    private const long Nine = (SampleHistory.FirstDay * Day) + 32_400_000;

    private static readonly SampleEvent[] Clicks =
        [.. Enumerable.Range(0, 10).Select(i => new SampleEvent { Id = $"c{i}", Type = "clicked", At = Nine + (i * Day) + 300_000, Message = $"m{i}" })];

    private static readonly SampleEvent[] Deliveries =
        [.. Enumerable.Range(0, 10).Select(i => new SampleEvent { Id = $"d{i}", Type = "delivered", At = Nine + (i * Day), Message = $"m{i}" })];

    [Fact]
    public void a_delivery_that_comes_late_has_its_day_learned_again()
    {
        using TestPipeline late = new();
        late.Ingest(Clicks);
        Learner.LearnTouched(late.Host);
        string without = late.Host.PriorsInForce().Digest;
        late.Ingest(Deliveries);
        Learner.LearnTouched(late.Host);
        using TestPipeline straight = new();
        straight.Ingest(Deliveries.Concat(Clicks));
        Learner.LearnTouched(straight.Host);
        using TestPipeline never = new();
        never.Ingest(Clicks);
        Learner.LearnTouched(never.Host);
        never.Host.PriorsInForce().Digest.ShouldBe(without);
        late.Host.PriorsInForce().Population.Week.Densities.SequenceEqual(straight.Host.PriorsInForce().Population.Week.Densities).ShouldBeTrue();
        late.Host.PriorsInForce().Population.Week.Densities.SequenceEqual(never.Host.PriorsInForce().Population.Week.Densities).ShouldBeFalse();
    }

    [Fact]
    public void a_decision_trusts_clicks_less_that_only_follow_the_usual_delivery()
    {
        using TestPipeline known = new();
        known.Ingest(Clicks.Concat(Deliveries));
        using TestPipeline unknown = new();
        unknown.Ingest(Clicks);
        Decision told = Ask(known);
        told.ConfidenceScore.ShouldBeLessThan(0.8 * Ask(unknown).ConfidenceScore);
    }

    private static Decision Ask(TestPipeline pipeline)
    {
        using DecisionService service = new(pipeline.Host);
        return service.Ask(new TimingQuestion { Person = [TestPipeline.Reference("email=ann@example.com")], Provider = "klaviyo" }).Decision;
    }
}
