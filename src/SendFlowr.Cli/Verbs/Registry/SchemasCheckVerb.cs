using System.CommandLine;
using SendFlowr.Avro.Catalog;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Cli.Verbs.Registry;

/// <summary><c>schemas check</c>: whether the schemas of the program only add to those that were released, and to those of the registry.</summary>
internal sealed class SchemasCheckVerb : Verb
{
    public override string Name => "schemas check";

    public override IReadOnlyList<Symbol> Symbols => [];

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        KafkaSettings kafka = context.Settings.Kafka;
        SchemaComparison comparison = new(SchemaCatalog.Embedded);
        List<SchemaFinding> findings = [.. comparison.WithReleased()];
        using RegistryClient? registry = RegistryOpening.Open(kafka.Registry, context.Clock);
        if (registry is not null)
        {
            foreach ((string schema, string subject) in SchemaSubjects.All(kafka.Prefix))
            {
                findings.Add(await comparison.WithRegistryAsync(registry, schema, subject, cancellation));
            }
        }

        SchemaReport.Write(context, kafka.Registry.Address, findings);
        if (registry is null)
        {
            context.Error.Line("Held against schemas/released only: no kafka.registry is configured.");
        }

        return findings.Any(finding => finding.State == SchemaState.Breaking) ? ExitCode.Failed : ExitCode.Done;
    }
}
