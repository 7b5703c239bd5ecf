using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Streams.Kafka.Engine;

namespace SendFlowr.Cli.Kafka;

/// <summary>Opens the configured cluster of a verb.</summary>
internal static class ClusterOpening
{
    /// <exception cref="VerbException">None is configured, or its client properties are wrong.</exception>
    public static KafkaCluster Open(VerbContext context)
    {
        KafkaSettings kafka = context.Settings.Kafka;
        if (kafka.Bootstrap is null)
        {
            throw VerbException.Usage("no cluster is configured: set kafka.bootstrap, the brokers as host:port,host:port.");
        }

        try
        {
            return new KafkaCluster(kafka.Bootstrap, kafka.Properties);
        }
        catch (ArgumentException exception)
        {
            throw VerbException.Usage($"kafka.properties: {exception.Message}");
        }
    }
}
