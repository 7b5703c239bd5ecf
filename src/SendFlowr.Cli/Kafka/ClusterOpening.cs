using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Wire;

namespace SendFlowr.Cli.Kafka;

/// <summary>Opens the configured cluster of a verb.</summary>
internal static class ClusterOpening
{
    /// <param name="context">The verb.</param>
    /// <param name="framing">How values are framed for a schema registry; null: they are not.</param>
    /// <exception cref="VerbException">None is configured, or its client properties are wrong.</exception>
    public static KafkaCluster Open(VerbContext context, RegistryFraming? framing = null)
    {
        KafkaSettings kafka = context.Settings.Kafka;
        if (kafka.Bootstrap is null)
        {
            throw VerbException.Usage("no cluster is configured: set kafka.bootstrap, the brokers as host:port,host:port.");
        }

        try
        {
            return new KafkaCluster(kafka.Bootstrap, kafka.Properties, framing);
        }
        catch (ArgumentException exception)
        {
            throw VerbException.Usage($"kafka.properties: {exception.Message}");
        }
    }
}
