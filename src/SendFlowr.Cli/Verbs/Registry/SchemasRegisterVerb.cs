using System.CommandLine;
using SendFlowr.Avro.Catalog;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Cli.Verbs.Registry;

/// <summary><c>schemas register</c>: makes the registry know the schema of every topic; all of them or, when one breaks, none.</summary>
internal sealed class SchemasRegisterVerb : Verb
{
    public override string Name => "schemas register";

    public override IReadOnlyList<Symbol> Symbols => [];

    public override async Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        KafkaSettings kafka = context.Settings.Kafka;
        using RegistryClient registry = RegistryOpening.Open(kafka.Registry, context.Clock) ?? throw VerbException.Usage(
            "no schema registry is configured; set kafka.registry (or the environment variable SENDFLOWR__KAFKA__REGISTRY) to its address.");
        SchemaCatalog catalog = SchemaCatalog.Embedded;
        SchemaComparison comparison = new(catalog);
        List<SchemaFinding> findings = [.. comparison.WithReleased().Where(finding => finding.State == SchemaState.Breaking)];
        foreach ((string schema, string subject) in SchemaSubjects.All(kafka.Prefix))
        {
            findings.Add(await comparison.WithRegistryAsync(registry, schema, subject, cancellation));
        }

        if (findings.Any(finding => finding.State == SchemaState.Breaking))
        {
            SchemaReport.Write(context, kafka.Registry.Address, findings);
            context.Error.Line("sendflowr schemas register: nothing was registered, because of what is breaking. Only add to schemas, or use another kafka.prefix.");
            return ExitCode.Failed;
        }

        for (int index = 0; index < findings.Count; index++)
        {
            SchemaFinding finding = findings[index];
            if (finding.State is SchemaState.New or SchemaState.Additive)
            {
                int id = await registry.RegisterAsync(finding.Subject!, catalog.Current(finding.Schema).Text, cancellation);
                findings[index] = finding with { Version = (finding.Version ?? 0) + 1, Id = id };
            }
        }

        SchemaReport.Write(context, kafka.Registry.Address, findings);
        return ExitCode.Done;
    }
}
