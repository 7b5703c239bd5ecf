using SendFlowr.Streams.Kafka.Clients;

namespace SendFlowr.Integration.Servers;

/// <summary>One broker for all tests that do not harm it; started by the first of them.</summary>
public sealed class OneBroker : IDisposable
{
    private readonly Lazy<KafkaCluster> _cluster = new(() => KafkaCluster.Start(brokers: 1));

    internal KafkaCluster Cluster => _cluster.Value;

    internal ConfluentClients Clients(TimeSpan? callTimeout = null, params (string Key, string Value)[] properties) => new(new()
    {
        BootstrapServers = Cluster.BootstrapServers,
        CallTimeout = callTimeout ?? TimeSpan.FromSeconds(15),
        Properties = properties.ToDictionary(pair => pair.Key, pair => pair.Value),
    });

    public void Dispose()
    {
        if (_cluster.IsValueCreated)
        {
            _cluster.Value.Dispose();
        }
    }
}

[CollectionDefinition(Name)]
#pragma warning disable CA1711 // It is xunit's word.
public sealed class OneBrokerCollection : ICollectionFixture<OneBroker>
#pragma warning restore CA1711
{
    public const string Name = "one broker";
}
