using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Bench;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Cli.Kafka;

/// <summary>
/// Measures the pipeline on a cluster with topics of its own that are deleted afterwards: documents to events, then events to rows, features and
/// priors, from the first record read to the last commit.
/// </summary>
internal sealed class KafkaPipelineBench(string bootstrap, PipelineBenchOptions options, int workers, DeliveryGuarantee guarantee) : IDisposable
{
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromMinutes(5);

    private readonly KafkaBenchDeployment _deployment = new(bootstrap, options, workers, guarantee);

    public async Task<PipelineBenchResult> RunAsync(Action<long, long> progress, CancellationToken cancellation)
    {
        long all = 2 * options.Events;
        _deployment.CreateTopics();
        _deployment.WriteFeed(cancellation);
        double normalizeSeconds = await NormalizeAsync(done => progress(done, all), cancellation);
        (double seconds, double cpuSeconds, double bytesPerPerson) = await ProcessAsync(done => progress(options.Events + done, all), cancellation);
        return new PipelineBenchResult(options.Events, seconds, cpuSeconds, bytesPerPerson, ProcessMemory.PeakMegabytes(), null, normalizeSeconds);
    }

    public void Dispose() => _deployment.Dispose();

    private async Task<double> NormalizeAsync(Action<long> progress, CancellationToken cancellation)
    {
        using KafkaEngine engine = _deployment.StartNormalize(out FeedBinding binding);
        using (binding)
        {
            return (await MeasureAsync(engine, progress, cancellation)).Seconds;
        }
    }

    private async Task<(double Seconds, double CpuSeconds, double BytesPerPerson)> ProcessAsync(Action<long> progress, CancellationToken cancellation)
    {
        using KafkaEngine engine = _deployment.StartAll(SnapshotInterval);
        (double seconds, double cpuSeconds) = await MeasureAsync(engine, progress, cancellation);
        await LearnAsync(engine, cancellation);
        long people = engine.CountRows(PersonTopology.Name, PipelineTopologies.PeopleTable);
        return (seconds, cpuSeconds, engine.TableBytes / (double)Math.Max(1, people));
    }

    private async Task LearnAsync(KafkaEngine engine, CancellationToken cancellation)
    {
        long now = _deployment.Now;
        KafkaLearning.Ask(_deployment.Cluster, _deployment.Prefix + "learn", _deployment.Prefix, (int)new Timestamp(now).EpochDay - 1, now);
        while (engine.CountRows(TenantTopology.Name, PipelineTopologies.VersionsTable) == 0)
        {
            await _deployment.GlanceAsync(engine, cancellation);
        }

        await _deployment.UntilAsync(engine, 0, _ => { }, cancellation);
    }

    private async Task<(double Seconds, double CpuSeconds)> MeasureAsync(KafkaEngine engine, Action<long> progress, CancellationToken cancellation)
    {
        while (engine.Records == 0)
        {
            await _deployment.GlanceAsync(engine, cancellation);
        }

        TimeSpan cpuBefore = Environment.CpuUsage.TotalTime;
        long start = options.Time.GetTimestamp();
        await _deployment.UntilAsync(engine, options.Events, progress, cancellation);
        double seconds = options.Time.GetElapsedTime(start).TotalSeconds;
        return (seconds, (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds);
    }
}
