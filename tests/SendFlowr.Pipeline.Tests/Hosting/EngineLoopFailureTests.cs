using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Tests.Support;
using SendFlowr.Streams.Logs;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tasks;

namespace SendFlowr.Pipeline.Tests.Hosting;

public sealed class EngineLoopFailureTests
{
    private const long Noon = (SampleHistory.FirstDay * 86_400_000) + 43_200_000;

    private static SampleEvent Click(int number) => new() { Id = $"e{number}", Type = "clicked", At = Noon, Message = $"m{number}" };

    [Fact]
    public async Task a_full_disk_stops_the_intake_with_a_clear_error_until_there_is_space()
    {
        using LoopPipeline pipeline = new();
        await pipeline.Feed(TurnCompletion.Processed, Click(1));
        pipeline.Files.IsFull = true;
        await Should.ThrowAsync<DiskFullException>(pipeline.Feed(TurnCompletion.Processed, Click(2)));
        int ran = 0;
        await Should.ThrowAsync<DiskFullException>(pipeline.Run(() => ran++, TurnCompletion.Processed));
        ran.ShouldBe(0, "refused before it could take anything in");
        await Should.ThrowAsync<DiskFullException>(pipeline.Run(pipeline.AppendNow, TurnCompletion.Durable));
        (await pipeline.Run(() => pipeline.Host.Counters())).ShouldBe(new CounterRow(1, 0), "reads go on");
        pipeline.Reports.Single().ShouldContain("Nothing is taken in");

        pipeline.Files.IsFull = false;
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        await pipeline.Feed(TurnCompletion.Processed, Click(3));
        pipeline.Host.Counters().ShouldBe(new CounterRow(2, 0), "what was refused is not there, what came afterwards is");
        pipeline.Reports[^1].ShouldContain("goes on");
        pipeline.Loop.Completion.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task a_step_that_finds_no_space_fails_everybody_whose_documents_it_drops()
    {
        using LoopPipeline pipeline = new();
        using ManualResetEventSlim gate = new();
        Task<int> blocking = await pipeline.Block(gate);
        Task<int>[] fed = [.. Enumerable.Range(1, 5).Select(i => pipeline.Feed(TurnCompletion.Processed, Click(i)))];
        pipeline.Files.IsFull = true;
        gate.Set();
        await blocking;
        foreach (Task<int> task in fed)
        {
            await Should.ThrowAsync<DiskFullException>(task);
        }
    }

    [Fact]
    public async Task a_failed_sync_fails_everybody_and_ends_the_loop()
    {
        using LoopPipeline pipeline = new();
        using ManualResetEventSlim gate = new();
        Task<int> blocking = await pipeline.Block(gate);
        Task<long>[] turns = [.. Enumerable.Range(0, 5).Select(_ => pipeline.Run(pipeline.AppendNow, TurnCompletion.Durable))];
        pipeline.Files.SyncsFail = true;
        gate.Set();
        await blocking;
        foreach (Task<long> turn in turns)
        {
            (await Should.ThrowAsync<EngineStoppedException>(turn)).InnerException.ShouldBeOfType<FsyncFailedException>();
        }

        await Should.ThrowAsync<FsyncFailedException>(pipeline.Loop.Completion);
        (await Should.ThrowAsync<EngineStoppedException>(pipeline.Run(() => 0))).Message.ShouldContain("what is on disk is unknown", Case.Insensitive);
        pipeline.Files.SyncsFail = false;
    }

    [Fact]
    public async Task a_processor_that_throws_ends_the_loop_with_its_place()
    {
        using LoopPipeline pipeline = new();
        FeedBinding gone = pipeline.Host.Feeds.Bind("gone", () => throw new InvalidOperationException());
        gone.Dispose();
        Task<int> waiting = pipeline.Run(
            () =>
            {
                RecordBatch batch = new();
                gone.Add(batch, "{}"u8, pipeline.Host.NowMilliseconds, 41);
                pipeline.Host.Engine.FeedRecords(NormalizeTopology.Name, NormalizeTopology.Feed, 1, batch);
                return 0;
            },
            TurnCompletion.Processed);
        await Should.ThrowAsync<EngineStoppedException>(waiting);
        TaskFailedException failure = await Should.ThrowAsync<TaskFailedException>(pipeline.Loop.Completion);
        failure.Message.ShouldContain("normalize-1 failed at offset 41 of source 'documents'");
    }

    [Fact]
    public async Task a_processor_that_throws_in_the_step_of_a_turn_ends_the_loop_too()
    {
        using LoopPipeline pipeline = new();
        FeedBinding gone = pipeline.Host.Feeds.Bind("gone", () => throw new InvalidOperationException());
        gone.Dispose();
        Task<bool> stepping = pipeline.Run(() =>
        {
            RecordBatch batch = new();
            gone.Add(batch, "{}"u8, pipeline.Host.NowMilliseconds, 0);
            pipeline.Host.Engine.FeedRecords(NormalizeTopology.Name, NormalizeTopology.Feed, 0, batch);
            return pipeline.Host.Engine.Step(pipeline.Host.NowMilliseconds).Idle;
        });
        await Should.ThrowAsync<TaskFailedException>(stepping);
        await Should.ThrowAsync<TaskFailedException>(pipeline.Loop.Completion.WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task turns_that_wait_when_the_loop_fails_are_told()
    {
        using LoopPipeline pipeline = new(options => options with { MaxTurnsAtOnce = 1 });
        using ManualResetEventSlim gate = new();
        Task<int> blocking = await pipeline.Block(gate);
        Task<long> first = pipeline.Run(pipeline.AppendNow, TurnCompletion.Durable);
        Task<long> queued = pipeline.Run(pipeline.AppendNow);
        pipeline.Files.SyncsFail = true;
        gate.Set();
        await blocking;
        await Should.ThrowAsync<EngineStoppedException>(first);
        await Should.ThrowAsync<EngineStoppedException>(queued);
        pipeline.Files.SyncsFail = false;
    }

    [Fact]
    public void limits_out_of_range_are_refused_with_their_name() =>
        Should.Throw<ArgumentException>(() => new EngineLoopOptions { MaxWaitingTurns = 0 }.Check()).Message.ShouldContain("MaxWaitingTurns is 0");
}
