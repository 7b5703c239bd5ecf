using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Tests.Support;

namespace SendFlowr.Streams.Tests.Embedded;

public class EmbeddedEngineTests
{
    [Fact]
    public void counts_what_is_appended_and_remembers_it_after_a_restart()
    {
        using var directory = new TemporaryDirectory();
        using (EmbeddedEngine engine = CountingTopology.Open(directory.Path))
        {
            engine.Append(CountingTopology.Input, CountingTopology.Words("a", "b", "a"), 1000);
            StepResult result = engine.RunUntilIdle(1000);
            result.Records.ShouldBe(3);
            result.Outputs.ShouldBe(3);
            engine.Sync();
            CountingTopology.CountOf(engine, "a").ShouldBe(2);
        }

        using (EmbeddedEngine engine = CountingTopology.Open(directory.Path))
        {
            CountingTopology.CountOf(engine, "a").ShouldBe(2);
            engine.Append(CountingTopology.Input, CountingTopology.Words("a"), 2000);
            engine.RunUntilIdle(2000);
            engine.Snapshot();
            CountingTopology.CountOf(engine, "a").ShouldBe(3);
        }

        using (EmbeddedEngine engine = CountingTopology.Open(directory.Path))
        {
            CountingTopology.CountOf(engine, "a").ShouldBe(3);
            CountingTopology.CountOf(engine, "b").ShouldBe(1);
            engine.Statistics.RestoredRows.ShouldBe(0);
        }
    }
}
