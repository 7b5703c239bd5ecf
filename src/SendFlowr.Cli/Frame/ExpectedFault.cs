using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Yaml;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Streams.Kafka.Clients;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Registry;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Cli.Frame;

/// <summary>The exceptions of the libraries that are no defect of the program: their message is meant for people.</summary>
internal static class ExpectedFault
{
    /// <summary>The <see cref="ExitCode"/> such an exception ends a verb with; null for a defect.</summary>
    public static int? ExitCodeOf(Exception exception) => exception switch
    {
        VerbException fault => fault.ExitCode,
        YamlFileException or ConnectorNotFoundException => ExitCode.Usage,
        SourceFormatException or SourceDamagedException or DefinitionMismatchException => ExitCode.Failed,
        KafkaUnreachableException or KafkaLibraryException or RowsUnavailableException => ExitCode.Unreachable,
        TopologyException => ExitCode.Failed,
        IOException or UnauthorizedAccessException => ExitCode.Failed,
        RegistryException { Fault: RegistryFault.Unreachable } => ExitCode.Unreachable,
        RegistryException => ExitCode.Failed,
        EngineBusyException or EngineStoppedException => ExitCode.Failed,
        _ => null,
    };
}
