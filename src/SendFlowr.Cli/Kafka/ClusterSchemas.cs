using SendFlowr.Avro.Catalog;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Cli.Verbs.Registry;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Kafka.Registry;
using SendFlowr.Streams.Kafka.Wire;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Cli.Kafka;

/// <summary>The schema registry of an instance: registers what it lacks, frames what is written, and finds the schemas of what others wrote.</summary>
/// <remarks>Thread-safe. Without a configured registry both are null.</remarks>
internal sealed class ClusterSchemas : IDisposable
{
    private readonly RegistryClient? _registry;

    private ClusterSchemas(RegistryClient? registry, SchemaLookup? lookup, RegistryFraming? framing)
    {
        _registry = registry;
        Lookup = lookup;
        Framing = framing;
    }

    /// <summary>Schemas by id.</summary>
    public SchemaLookup? Lookup { get; }

    /// <summary>The wire format of the deployment's topics.</summary>
    public RegistryFraming? Framing { get; }

    /// <summary>Asks the registry, if there is one, and registers the schemas that it lacks.</summary>
    /// <exception cref="VerbException">A schema of the registry breaks with the program's.</exception>
    /// <exception cref="RegistryException">The registry cannot be asked, or refuses.</exception>
    public static async Task<ClusterSchemas> OpenAsync(VerbContext context, CancellationToken cancellation)
    {
        if (RegistryOpening.Open(context.Settings.Kafka.Registry, context.Clock) is not { } registry)
        {
            return new ClusterSchemas(null, null, null);
        }

        try
        {
            SchemaLookup lookup = new(registry.FindSchemaAsync, context.Clock);
            return new ClusterSchemas(registry, lookup, new RegistryFraming(await RegisterAsync(context, registry, cancellation), lookup));
        }
        catch
        {
            registry.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        Lookup?.Dispose();
        _registry?.Dispose();
    }

    private static async Task<IReadOnlyCollection<TopicSchema>> RegisterAsync(VerbContext context, RegistryClient registry, CancellationToken cancellation)
    {
        SchemaRegistration registration = new(registry, SchemaCatalog.Embedded);
        string prefix = context.Settings.Kafka.Prefix;
        IReadOnlyList<SchemaFinding> findings = await registration.RunAsync(prefix, cancellation);
        if (findings.FirstOrDefault(finding => finding.State == SchemaState.Breaking) is { } breaking)
        {
            throw VerbException.Failed(
                $"the schema '{breaking.Schema}' does not fit '{breaking.Subject ?? "schemas/released"}' of the registry: {string.Join("; ", breaking.Problems)}. "
                + "See `sendflowr schemas check`; use another kafka.prefix, or a program that is not older than what was registered.");
        }

        Dictionary<string, SchemaFinding> bySubject = findings.ToDictionary(finding => finding.Subject!, StringComparer.Ordinal);
        List<TopicSchema> topics = [];
        foreach (TopicFile topic in TopicCatalog.All)
        {
            string name = new TopicNaming(prefix).NameOf(topic.Name);
            SchemaFinding finding = bySubject[RegistryClient.SubjectOf(name)];
            if (finding.State is SchemaState.New or SchemaState.Additive)
            {
                context.Error.Line($"sendflowr: schema {finding.Schema}: registered as {finding.Subject}");
            }

            int id = finding.State == SchemaState.Ahead ? await registration.IdOfOursAsync(finding, cancellation) : finding.Id!.Value;
            topics.Add(new TopicSchema(name, SchemaCatalog.Embedded.Current(topic.Schema), id, IsOpen: topic.Name == TopicNames.Requests));
        }

        return topics;
    }
}
