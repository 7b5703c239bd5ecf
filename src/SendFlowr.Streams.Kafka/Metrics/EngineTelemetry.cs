using System.Diagnostics.Metrics;
using SendFlowr.Streams.Kafka.Standby;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Streams.Kafka.Metrics;

/// <summary>The measurements of one engine, from the meter <see cref="MeterName"/>. Thread-safe. No tag names a person.</summary>
/// <remarks>Every measurement has the tag <c>sendflowr.instance</c>; those of a task also <c>sendflowr.task</c>, for example <c>person-3</c>.</remarks>
internal sealed class EngineTelemetry : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "SendFlowr.Streams.Kafka";

    private const string InstanceTag = "sendflowr.instance";
    private const string TaskTag = "sendflowr.task";

    private readonly Meter _meter = new(MeterName);
    private readonly Histogram<double> _commitDuration;
    private readonly KeyValuePair<string, object?> _instance;

    public EngineTelemetry(string instance)
    {
        _instance = new KeyValuePair<string, object?>(InstanceTag, instance);
        _commitDuration = _meter.CreateHistogram<double>(
            name: "sendflowr.kafka.commit.duration", unit: "s", description: "Time from the first changed row sent to the answer of the commit.");
    }

    /// <summary>A transaction ended after this time.</summary>
    public void Committed(TimeSpan duration, bool isCommitted) =>
        _commitDuration.Record(duration.TotalSeconds, _instance, new KeyValuePair<string, object?>("sendflowr.outcome", isCommitted ? "committed" : "aborted"));

    /// <summary>Observes the workers.</summary>
    public void Observe(IReadOnlyList<StreamWorker> workers, InputLag lag)
    {
        Counter("sendflowr.kafka.records", "{record}", "Records processed, those of aborted transactions too.", () => workers.Sum(worker => worker.Records));
        Counter("sendflowr.kafka.commits", "{transaction}", "Transactions committed.", () => workers.Sum(worker => worker.Commits));
        Counter("sendflowr.kafka.aborts", "{transaction}", "Transactions undone, or given up with an unknown outcome.", () => workers.Sum(worker => worker.Counters.Aborts));
        Counter("sendflowr.kafka.rebalances", "{rebalance}", "Times that partitions came or went.", () => workers.Sum(worker => worker.Counters.Rebalances));
        Counter("sendflowr.kafka.restored", "{record}", "Records of changelogs read to restore tables.", () => workers.Sum(worker => worker.Counters.Restored));
        Gauge("sendflowr.kafka.lag", "{record}", "Offsets between what a task has committed and what it could read, over its inputs.", () =>
            workers.SelectMany(worker => worker.All).Select(task => (Task: task.ToString(), Lag: lag.Of(task))).Where(it => it.Lag is not null)
                .Select(it => Of((double)it.Lag!.Value, it.Task)));
        Gauge("sendflowr.kafka.restore.left", "{record}", "Offsets of a task's changelog still to be read before it runs.", () =>
            workers.SelectMany(worker => worker.All).Where(task => task.Changelog is not null).Select(task => Of((double)task.ToRestore, task.ToString())));
    }

    /// <summary>Observes the standbys.</summary>
    public void Observe(StandbyTasks standbys, TimeProvider time)
    {
        IEnumerable<(string Task, StandbyLag Lag)> Lags() =>
            standbys.All.Select(followed => (followed.Id.ToString(), followed.LagAt(time.GetUtcNow().ToUnixTimeMilliseconds())));
        Counter("sendflowr.kafka.standby.records", "{record}", "Records of changelogs applied to standbys.", () => standbys.Records);
        Counter("sendflowr.kafka.standby.promotions", "{task}", "Standbys whose tables a worker took over.", () => standbys.Promotions);
        Gauge("sendflowr.kafka.standby.lag", "{record}", "Offsets of a changelog that a standby lacks.", () => Lags().Select(it => Of((double)it.Lag.Records, it.Task)));
        Gauge("sendflowr.kafka.standby.delay", "s", "Time since which a standby may lack rows; 0 when it lacks none.", () => Lags().Select(it => Of(it.Lag.Milliseconds / 1000.0, it.Task)));
    }

    public void Dispose() => _meter.Dispose();

    private Measurement<double> Of(double value, string task) => new(value, _instance, new KeyValuePair<string, object?>(TaskTag, task));

    private void Counter(string name, string unit, string description, Func<long> value) =>
        _meter.CreateObservableCounter(name: name, observeValue: () => new Measurement<long>(value(), _instance), unit: unit, description: description);

    private void Gauge(string name, string unit, string description, Func<IEnumerable<Measurement<double>>> values) =>
        _meter.CreateObservableGauge(name: name, observeValues: values, unit: unit, description: description);
}
