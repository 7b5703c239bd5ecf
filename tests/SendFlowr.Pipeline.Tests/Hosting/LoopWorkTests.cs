using SendFlowr.Connectors.Catalog;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Ingest;
using SendFlowr.Pipeline.Tests.Support;

namespace SendFlowr.Pipeline.Tests.Hosting;

/// <summary>Files and learning through a loop that does other things as well.</summary>
public sealed class LoopWorkTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task a_file_read_beside_other_feeds_ends_in_the_state_of_one_read_alone()
    {
        List<SampleEvent> history = SampleHistory.Draw(seed: 11);
        List<SampleEvent> others = [.. SampleHistory.Draw(seed: 12).Select(item => item with { Id = $"x{item.Id}" })];
        using TestPipeline alone = new();
        alone.Ingest(history.Concat(others));
        LearnResult expected = Learner.LearnTouched(alone.Host);

        using LoopPipeline pipeline = new();
        string path = Path.Combine(pipeline.Folder, "events.ndjson");
        await File.WriteAllLinesAsync(path, history.Select(item => item.ToJson()));
        Ingestor ingestor = new(pipeline.Host);
        Task reading = Task.Run(() => ingestor.IngestAsync(path, ConnectorCatalog.Find(ConnectorCatalog.Canonical), (_, _) => { }, CancellationToken.None));
        foreach (SampleEvent[] chunk in others.Chunk(50))
        {
            await pipeline.Feed(TurnCompletion.Processed, chunk);
        }

        await reading.WaitAsync(Limit);
        LearnResult learned = await Learner.LearnTouchedAsync(pipeline.Host, null, CancellationToken.None).WaitAsync(Limit);
        (learned.Days, learned.PriorsVersion).ShouldBe((expected.Days, expected.PriorsVersion));
        pipeline.Host.CountPeople().ShouldBe(alone.Host.CountPeople());
        pipeline.Host.PriorsInForce().ToBytes().ShouldBe(alone.Host.PriorsInForce().ToBytes());
        ingestor.Result.Read.ShouldBe(history.Count);
    }

    [Fact]
    public async Task reading_that_is_stopped_still_ends_processed_and_durable()
    {
        using LoopPipeline pipeline = new();
        string path = Path.Combine(pipeline.Folder, "events.ndjson");
        await File.WriteAllLinesAsync(path, Enumerable.Repeat(SampleHistory.Draw(seed: 13), 20).SelectMany(all => all).Select(item => item.ToJson()));
        using CancellationTokenSource stop = new();
        Ingestor ingestor = new(pipeline.Host);
        await ingestor.IngestAsync(path, ConnectorCatalog.Find(ConnectorCatalog.Canonical), (_, _) => stop.Cancel(), stop.Token).WaitAsync(Limit);
        IngestResult result = ingestor.Result;
        result.Read.ShouldBeGreaterThan(0);
        (result.Accepted + result.Duplicate).ShouldBe(result.Read);
        (await pipeline.Run(() => pipeline.Host.Engine.Statistics)).ShouldSatisfyAllConditions(now => now.SyncedPosition.ShouldBe(now.LogPosition));
    }

    [Fact]
    public async Task finished_days_are_learned_at_the_start_and_then_at_ten_past_midnight()
    {
        using LoopPipeline pipeline = new(options => options with { LearnDaily = true });
        await pipeline.Wake();
        DateTimeOffset now = pipeline.Clock.GetUtcNow();
        await pipeline.Feed(TurnCompletion.Processed, new SampleEvent { Id = "today", Type = "clicked", At = now.ToUnixTimeMilliseconds(), Message = "m" });
        pipeline.Clock.Advance(now.Date.AddDays(1).AddMinutes(9) - now.DateTime);
        await Settle(pipeline);
        pipeline.Host.PriorsInForce().Version.ShouldBe(0, "events of the day may still come in");
        pipeline.Clock.Advance(TimeSpan.FromMinutes(1));
        await Until(pipeline, () => pipeline.Host.PriorsInForce().Version == 1);
        await Until(pipeline, () => pipeline.Reports.Any(line => line.StartsWith("Learned 1 days", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task days_that_were_missed_while_nothing_ran_are_learned_at_the_start()
    {
        using LoopPipeline pipeline = new();
        DateTimeOffset before = pipeline.Clock.GetUtcNow().AddDays(-3);
        await pipeline.Feed(TurnCompletion.Processed, new SampleEvent { Id = "old", Type = "clicked", At = before.ToUnixTimeMilliseconds(), Message = "m" });
        pipeline.Loop.Dispose();
        using EmbeddedPipeline again = EmbeddedPipeline.Open(pipeline.Options);
        using EngineLoop loop = EngineLoop.Start(again, new EngineLoopOptions(), () => null);
        for (int i = 0; again.PriorsInForce().Version == 0; i++)
        {
            i.ShouldBeLessThan(10_000);
            await loop.RunAsync(() => 0, TurnCompletion.Processed, CancellationToken.None);
        }
    }

    /// <summary>Several rounds, since learning goes on beside the loop.</summary>
    private static async Task Settle(LoopPipeline pipeline)
    {
        for (int i = 0; i < 50; i++)
        {
            await pipeline.Wake();
        }
    }

    private static async Task Until(LoopPipeline pipeline, Func<bool> condition)
    {
        for (int i = 0; !condition(); i++)
        {
            i.ShouldBeLessThan(10_000);
            await pipeline.Wake();
        }
    }
}
