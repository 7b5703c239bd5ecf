using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Engine;

namespace SendFlowr.Integration.Instances.Standby;

/// <summary>What engines on a real broker tell of themselves.</summary>
[Collection(OneBrokerCollection.Name)]
public sealed class TelemetryTests : IDisposable
{
    private static readonly string[] Tags = ["sendflowr.instance", "sendflowr.outcome", "sendflowr.task"];

    private readonly CountDeployment _deployment;
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _values = new();
    private readonly ConcurrentDictionary<string, bool> _tags = new();

    public TelemetryTests(OneBroker broker)
    {
        _deployment = new CountDeployment(broker.Cluster.BootstrapServers);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "SendFlowr.Streams.Kafka")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        _listener.Start();
    }

    [KafkaFact]
    public void instances_measure_records_commits_lag_restores_and_standbys()
    {
        using KafkaEngine one = _deployment.Start("tell-one");
        _deployment.Write(CountDeployment.Shared, Enumerable.Range(0, 100).Select(number => (long)number));
        CountDeployment.Until(() => ValueOf("sendflowr.kafka.records/tell-one") == 100, "the records");
        CountDeployment.Until(() => one.IsIdle && ValueOf("sendflowr.kafka.lag/tell-one/count-0") == 0 && ValueOf("sendflowr.kafka.lag/tell-one/count-1") == 0, "no lag");
        ValueOf("sendflowr.kafka.commits/tell-one").ShouldBeGreaterThan(0);
        ValueOf("sendflowr.kafka.rebalances/tell-one").ShouldBeGreaterThan(0);
        ValueOf("sendflowr.kafka.aborts/tell-one").ShouldBe(0);
        ValueOf("sendflowr.kafka.restored/tell-one").ShouldBe(0);
        _values.GetValueOrDefault("sendflowr.kafka.commit.duration/tell-one").ShouldBeInRange(0.0001, 15);

        using KafkaEngine two = _deployment.Start("tell-two", standbys: 1);
        CountDeployment.Until(() => ValueOf("sendflowr.kafka.restored/tell-two") + ValueOf("sendflowr.kafka.standby.records/tell-two") > 50, "what the second instance reads of the changelogs");
        CountDeployment.Until(() => ValueOf("sendflowr.kafka.standby.lag/tell-two/count-0") == 0 || ValueOf("sendflowr.kafka.standby.lag/tell-two/count-1") == 0, "a standby");
        one.Tasks.Concat(two.Tasks).Count(place => place.Task.Topology == CountDeployment.Shared && place.IsActive).ShouldBe(CountDeployment.Partitions);
        _tags.Keys.Order().ShouldBe(Tags);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _deployment.Dispose();
    }

    /// <summary>The newest value of an instrument, by its name, the instance and the task; −1 before the first.</summary>
    private double ValueOf(string key)
    {
        _listener.RecordObservableInstruments();
        return _values.GetValueOrDefault(key, -1);
    }

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string key = instrument.Name;
        foreach ((string tag, object? text) in tags)
        {
            _tags[tag] = true;
            key = tag == "sendflowr.outcome" ? key : $"{key}/{text}";
        }

        _values[key] = value;
    }
}
