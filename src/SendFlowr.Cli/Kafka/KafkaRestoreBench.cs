using SendFlowr.Pipeline.Bench;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Streams.Kafka.Engine;

namespace SendFlowr.Cli.Kafka;

/// <summary>
/// Measures how long an instance takes to restore its tables after it was stopped: from its snapshots and the rest of the changelogs, and from the
/// changelogs alone. The topics are its own and are deleted afterwards.
/// </summary>
internal sealed class KafkaRestoreBench(string bootstrap, PipelineBenchOptions options, int workers) : IDisposable
{
    /// <summary>Each worker takes a snapshot of one task at a time, so the newest ones are some seconds old when the last event is processed.</summary>
    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromSeconds(2);

    private readonly KafkaBenchDeployment _deployment = new(bootstrap, options, workers);

    public async Task<KafkaRestoreResult> RunAsync(CancellationToken cancellation)
    {
        _deployment.CreateTopics();
        _deployment.WriteFeed(cancellation);
        using (KafkaEngine engine = _deployment.StartNormalize(out FeedBinding binding))
        using (binding)
        {
            await _deployment.UntilAsync(engine, options.Events, _ => { }, cancellation);
        }

        using (KafkaEngine engine = _deployment.StartAll(SnapshotInterval))
        {
            await _deployment.UntilAsync(engine, options.Events, _ => { }, cancellation);
        }

        RestoreFigures fromSnapshots = await RestoreAsync(cancellation);
        Directory.Delete(_deployment.DirectoryOfAll, recursive: true);
        return new KafkaRestoreResult(fromSnapshots, await RestoreAsync(cancellation));
    }

    public void Dispose() => _deployment.Dispose();

    /// <summary>Starts the instance and stops it again when everything is there.</summary>
    private async Task<RestoreFigures> RestoreAsync(CancellationToken cancellation)
    {
        using KafkaEngine engine = _deployment.StartAll(TimeSpan.FromHours(1));
        long? start = null;
        TimeSpan cpuBefore = default;
        while (!engine.IsServing || engine.Tasks.Count(task => task.Task.Topology == PersonTopology.Name) < options.Partitions)
        {
            if (start is null && engine.Tasks.Any(task => task.State == "restoring"))
            {
                start = options.Time.GetTimestamp();
                cpuBefore = Environment.CpuUsage.TotalTime;
            }

            await _deployment.GlanceAsync(engine, cancellation);
        }

        // So quick that no look met it: not longer than from one look to the next.
        double seconds = start is { } begun ? options.Time.GetElapsedTime(begun).TotalSeconds : 0;
        double cpuSeconds = start is null ? 0 : (Environment.CpuUsage.TotalTime - cpuBefore).TotalSeconds;
        long people = engine.CountRows(PersonTopology.Name, PipelineTopologies.PeopleTable);
        return new RestoreFigures(people, seconds, cpuSeconds, engine.Tasks.Sum(task => task.Restored), engine.TableBytes);
    }
}
