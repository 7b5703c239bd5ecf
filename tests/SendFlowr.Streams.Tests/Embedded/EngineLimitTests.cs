using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tests.Support;

namespace SendFlowr.Streams.Tests.Embedded;

public sealed class EngineLimitTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void takes_no_more_records_of_a_task_in_a_step_than_its_limit()
    {
        EmbeddedOptions options = CountingTopology.Options(_directory.Path) with { MaxRecordsPerTaskPerStep = 7 };
        using EmbeddedEngine engine = CountingTopology.Open(options, CountingTopology.Topics(1));
        engine.Append(CountingTopology.Input, CountingTopology.Words([.. Enumerable.Range(0, 20).Select(word => $"w{word}")]), 1000);
        long[] records = [engine.Step(1000).Records, engine.Step(1000).Records, engine.Step(1000).Records, engine.Step(1000).Records];
        records.ShouldBe([7, 7, 6, 0]);
    }

    [Fact]
    public void takes_no_more_records_once_the_bytes_of_a_step_are_used_up()
    {
        EmbeddedOptions options = CountingTopology.Options(_directory.Path) with { MaxBytesPerStep = 64 << 10 };
        using EmbeddedEngine engine = CountingTopology.Open(options, CountingTopology.Topics(1));
        var batch = new RecordBatch();
        for (int record = 0; record < 10; record++)
        {
            batch.Add([(byte)record], new byte[30_000], 1000);
        }

        batch.Add("large"u8, new byte[1_000_000], 1000);
        engine.Append(CountingTopology.Input, batch, 1000);
        engine.Step(1000).Records.ShouldBe(3);
        StepResult rest = engine.RunUntilIdle(1000);
        rest.Records.ShouldBe(8, "a record larger than the limit goes alone");
        CountingTopology.CountOf(engine, "large").ShouldBe(1);
    }
}
