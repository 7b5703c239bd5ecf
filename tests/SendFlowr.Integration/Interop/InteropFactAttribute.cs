using SendFlowr.Integration.Servers;

namespace SendFlowr.Integration.Interop;

/// <summary>A test that needs a broker, a registry, and independent clients: Apache's jars for Java, confluent-kafka and avro for Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InteropFactAttribute : FactAttribute
{
    public InteropFactAttribute() => Skip = new KafkaRegistryFactAttribute().Skip ?? Problem;

    /// <summary>A Python that has the clients; Debian's own, where another comes first in the path. Null without one.</summary>
    public static string? Python { get; } = new[] { "python3", "/usr/bin/python3" }
        .FirstOrDefault(python => ServerProcess.CanRun(python, "-c", "import avro.io, confluent_kafka"));

    /// <summary>Jars of Avro for Java; null without them.</summary>
    public static string? AvroJars { get; } = new[] { Path.Combine(Surroundings.Shared, "peer", "lib") }
        .FirstOrDefault(folder => Directory.Exists(folder) && Directory.EnumerateFiles(folder, "avro-*.jar").Any());

    private static string? Problem => Python is null ? "No Python has confluent-kafka and avro (Debian: python3-confluent-kafka python3-avro; or pip)."
        : AvroJars is null ? "There is no Avro for Java (../shared/peer/lib beside the checkout)."
        : !ServerProcess.CanRun("javac", "-version") ? "There is no javac, which the client in Java is compiled by."
        : null;
}
