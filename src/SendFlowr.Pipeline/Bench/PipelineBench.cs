using System.Buffers;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Bench;

/// <summary>
/// Measures the pipeline on the embedded engine: first documents to events, then, with the events topic filled, events to rows,
/// features and priors.
/// </summary>
public static class PipelineBench
{
    private const int DocumentsPerBatch = 8192;

    /// <summary>Runs both stages.</summary>
    /// <param name="options">How much.</param>
    /// <param name="progress">Events done and events in all, of both stages together.</param>
    /// <param name="cancellation">Ends the run between steps.</param>
    public static PipelineBenchResult Run(PipelineBenchOptions options, Action<long, long> progress, CancellationToken cancellation)
    {
        double normalizeSeconds = Fill(options, done => progress(done, 2 * options.Events), cancellation);
        using EmbeddedPipeline host = EmbeddedPipeline.Open(Pipeline(options, normalizeOnly: false));
        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        long start = options.Time.GetTimestamp();
        long logBefore = host.Engine.Statistics.LogPosition;
        Process(host, options, done => progress(options.Events + done, 2 * options.Events), cancellation);
        double seconds = options.Time.GetElapsedTime(start).TotalSeconds;
        double cpuSeconds = (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds;
        double logBytes = host.Engine.Statistics.LogPosition - logBefore;
        return new PipelineBenchResult(
            options.Events,
            seconds,
            cpuSeconds,
            ProcessMemory.BytesPerPerson(host),
            ProcessMemory.PeakMegabytes(),
            logBytes / options.Events,
            normalizeSeconds);
    }

    private static double Fill(PipelineBenchOptions options, Action<long> progress, CancellationToken cancellation)
    {
        using EmbeddedPipeline host = EmbeddedPipeline.Open(Pipeline(options, normalizeOnly: true));
        MapperFactory mappers = new(ConnectorCatalog.Find(ConnectorCatalog.Canonical).Definition, new MapperOptions());
        using FeedBinding binding = host.Feeds.Bind("bench", mappers.CreateJson);
        SyntheticFeed feed = new(options.People, unchecked((ulong)options.Seed));
        ArrayBufferWriter<byte> line = new();
        RecordBatch batch = new();
        double seconds = 0;
        int tasks = host.Engine.PartitionCount(NormalizeTopology.Name);
        for (long index = 0; index < options.Events;)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int task = 0; task < tasks; task++)
            {
                batch.Clear();
                for (int i = 0; i < DocumentsPerBatch && index < options.Events; i++, index++)
                {
                    line.ResetWrittenCount();
                    feed.WriteLine(line, index, options.Events);
                    binding.Add(batch, line.WrittenSpan, host.NowMilliseconds, index);
                }

                host.Engine.FeedRecords(NormalizeTopology.Name, NormalizeTopology.Feed, task, batch);
            }

            long start = options.Time.GetTimestamp();
            host.Engine.RunUntilIdle(host.NowMilliseconds);
            seconds += options.Time.GetElapsedTime(start).TotalSeconds;
            progress(index);
        }

        long sync = options.Time.GetTimestamp();
        host.Engine.Sync();
        return seconds + options.Time.GetElapsedTime(sync).TotalSeconds;
    }

    private static void Process(EmbeddedPipeline host, PipelineBenchOptions options, Action<long> progress, CancellationToken cancellation)
    {
        long lastSync = options.Time.GetTimestamp();
        long done = 0;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            StepResult step = host.Engine.Step(host.NowMilliseconds);
            if (step.Idle)
            {
                break;
            }

            done += step.Records;
            progress(Math.Min(done, options.Events));
            if (options.Time.GetElapsedTime(lastSync) >= options.CommitInterval)
            {
                host.Engine.Sync();
                lastSync = options.Time.GetTimestamp();
            }
        }

        Learner.LearnTouched(host);
        host.Drain();
    }

    internal static EmbeddedPipelineOptions Pipeline(PipelineBenchOptions options, bool normalizeOnly) => new()
    {
        Directory = options.Directory,
        IdentityKey = IdentityKey.Fixed(),
        Partitions = options.Partitions,
        NormalizeOnly = normalizeOnly,
        Time = options.Time,
    };
}
