using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Tests.Support;

namespace SendFlowr.Pipeline.Tests.Hosting;

public sealed class EngineLoopTests
{
    private const long Noon = (SampleHistory.FirstDay * 86_400_000) + 43_200_000;

    private static SampleEvent Click(int number = 1) => new() { Id = $"e{number}", Type = "clicked", At = Noon, Message = $"m{number}" };

    [Fact]
    public async Task a_hundred_turns_at_once_share_few_syncs()
    {
        using LoopPipeline pipeline = new();
        using ManualResetEventSlim gate = new();
        Task<int> blocking = await pipeline.Block(gate);
        long before = pipeline.Host.Engine.Statistics.Fsyncs;
        Task<long>[] turns = [.. Enumerable.Range(0, 100).Select(_ => pipeline.Run(pipeline.AppendNow, TurnCompletion.Durable))];
        gate.Set();
        await blocking;
        long[] ends = await Task.WhenAll(turns);
        ends.ShouldBe(Enumerable.Range(1, 100).Select(end => (long)end), "turns run in the order they came");
        long syncs = await pipeline.Run(() => pipeline.Host.Engine.Statistics.Fsyncs) - before;
        syncs.ShouldBeInRange(1, 3);
        (await pipeline.Run(() => pipeline.Host.Engine.Statistics)).ShouldSatisfyAllConditions(now => now.SyncedPosition.ShouldBe(now.LogPosition));
    }

    [Fact]
    public async Task what_was_fed_is_in_the_rows_when_it_is_said_to_be_processed()
    {
        using LoopPipeline pipeline = new();
        for (int i = 1; i <= 20; i++)
        {
            await pipeline.Feed(TurnCompletion.Processed, Click(i));
            pipeline.Host.Counters().ShouldBe(new CounterRow(i, 0));
        }
    }

    [Fact]
    public async Task processed_is_waited_for_over_several_rounds_when_one_is_too_short()
    {
        SharedClock clock = new();
        using LoopPipeline pipeline = new(options => options with { StepBudget = TimeSpan.FromMilliseconds(1) }, clock);
        clock.PassesPerLook = TimeSpan.FromMilliseconds(2);
        for (int i = 1; i <= 20; i++)
        {
            await pipeline.Feed(TurnCompletion.Processed, Click(i));
            pipeline.Host.Counters().ShouldBe(new CounterRow(i, 0));
        }
    }

    [Fact]
    public async Task a_busy_engine_answers_a_second_after_it_was_durable()
    {
        SharedClock clock = new();
        using LoopPipeline pipeline = new(clock: clock);
        clock.PassesPerLook = TimeSpan.FromMilliseconds(100);
        await pipeline.Run(() => pipeline.FeedNow(Enumerable.Range(0, 60_000).Select(i => Click(i).ToJson())), TurnCompletion.Processed);
        pipeline.Host.Counters().Accepted.ShouldBeLessThan(60_000);
        clock.PassesPerLook = TimeSpan.Zero;
        await pipeline.Wake();
        CounterRow counters = pipeline.Host.Counters();
        (counters.Accepted + counters.Duplicate).ShouldBe(60_000);
    }

    [Fact]
    public async Task a_turn_that_throws_hurts_nobody_else()
    {
        using LoopPipeline pipeline = new();
        using ManualResetEventSlim gate = new();
        Task<int> blocking = await pipeline.Block(gate);
        Task<long> before = pipeline.Run(pipeline.AppendNow, TurnCompletion.Durable);
        Task<int> broken = pipeline.Run<int>(() => throw new InvalidDataException("mine alone"), TurnCompletion.Processed);
        Task<long> after = pipeline.Run(pipeline.AppendNow, TurnCompletion.Processed);
        gate.Set();
        (await blocking, await before, await after).ShouldBe((0, 1L, 2L));
        (await Should.ThrowAsync<InvalidDataException>(broken)).Message.ShouldBe("mine alone");
        pipeline.Loop.Completion.IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task a_turn_given_up_before_it_began_never_runs_and_one_that_has_begun_is_finished()
    {
        using LoopPipeline pipeline = new();
        using ManualResetEventSlim gate = new();
        using ManualResetEventSlim inTurn = new();
        using CancellationTokenSource early = new();
        using CancellationTokenSource late = new();
        Task<int> blocking = await pipeline.Block(gate);
        int ran = 0;
        Task<int> givenUp = pipeline.Run(() => ran++, TurnCompletion.Durable, early.Token);
        Task<long> begun = pipeline.Run(
            () =>
            {
                inTurn.Set();
                late.Token.WaitHandle.WaitOne();
                return pipeline.AppendNow();
            },
            TurnCompletion.Durable,
            late.Token);
        await early.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(givenUp);
        gate.Set();
        await blocking;
        inTurn.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        await late.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(begun);
        (await pipeline.Run(pipeline.AppendNow)).ShouldBe(2, "the turn that had begun has appended");
        ran.ShouldBe(0);
    }

    [Fact]
    public async Task a_full_queue_lets_its_callers_wait_for_a_while_and_then_says_so()
    {
        using LoopPipeline pipeline = new(options => options with { MaxWaitingTurns = 2, PlaceTimeout = TimeSpan.FromMilliseconds(50) });
        using ManualResetEventSlim gate = new();
        using CancellationTokenSource impatient = new();
        Task<int> blocking = await pipeline.Block(gate);
        Task<long>[] waiting = [pipeline.Run(pipeline.AppendNow), pipeline.Run(pipeline.AppendNow)];
        (await Should.ThrowAsync<EngineBusyException>(pipeline.Run(pipeline.AppendNow))).Message.ShouldContain("2 pieces of work wait");
        Task<long> cancelled = pipeline.Run(pipeline.AppendNow, cancellation: impatient.Token);
        await impatient.CancelAsync();
        await Should.ThrowAsync<Exception>(cancelled);
        gate.Set();
        await blocking;
        (await Task.WhenAll(waiting)).ShouldBe([1, 2]);
        (await pipeline.Run(pipeline.AppendNow)).ShouldBe(3, "there is room again, and what was refused has not happened");
    }

    [Fact]
    public async Task a_timer_fires_at_its_instant_and_not_before()
    {
        using LoopPipeline pipeline = new();
        await pipeline.Wake();
        await pipeline.Feed(TurnCompletion.Processed, Click());
        pipeline.FeaturesDue().ShouldBe(1);
        pipeline.SetDue(pipeline.Host.NowMilliseconds + 50);
        pipeline.Clock.Advance(TimeSpan.FromMilliseconds(49));
        await pipeline.Wake();
        pipeline.FeaturesDue().ShouldBe(1);
        pipeline.Clock.Advance(TimeSpan.FromMilliseconds(1));
        await pipeline.Wake();
        pipeline.FeaturesDue().ShouldBe(0);
    }

    [Fact]
    public async Task a_timer_that_stays_due_does_not_make_the_loop_spin()
    {
        using LoopPipeline pipeline = new();
        pipeline.SetDue(pipeline.Host.NowMilliseconds - 5);
        for (int i = 0; i < 20; i++)
        {
            await pipeline.Wake();
        }

        pipeline.DueAsked.ShouldBeLessThan(20 * 10);
    }

    [Fact]
    public async Task the_regular_punctuation_comes_without_any_turn()
    {
        using LoopPipeline pipeline = new();
        await pipeline.Wake();
        await pipeline.Feed(TurnCompletion.Processed, Click());
        pipeline.Clock.Advance(TimeSpan.FromSeconds(1));
        await pipeline.Wake();
        pipeline.FeaturesDue().ShouldBe(0);
    }

    [Fact]
    public async Task stopping_finishes_what_waits_and_lets_go_of_the_directory()
    {
        using LoopPipeline pipeline = new();
        using ManualResetEventSlim gate = new();
        Task<int> blocking = await pipeline.Block(gate);
        Task<int> fed = pipeline.Feed(TurnCompletion.Processed, Click());
        Task stop = Task.Run(pipeline.Loop.Dispose);
        gate.Set();
        await stop;
        (await blocking, await fed).ShouldBe((0, 1));
        await pipeline.Loop.Completion;
        (await Should.ThrowAsync<EngineStoppedException>(pipeline.Run(() => 0))).Message.ShouldContain("being stopped");
        Directory.EnumerateFiles(Path.Combine(pipeline.Options.Directory, "snapshots")).ShouldNotBeEmpty();
        using EmbeddedPipeline again = EmbeddedPipeline.Open(pipeline.Options);
        again.Counters().ShouldBe(new CounterRow(1, 0));
        again.Engine.Statistics.RestoredRows.ShouldBe(0, "the snapshot spares reading the log");
    }
}
