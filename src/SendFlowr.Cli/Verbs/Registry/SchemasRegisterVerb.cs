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
        IReadOnlyList<SchemaFinding> findings = await new SchemaRegistration(registry, SchemaCatalog.Embedded).RunAsync(kafka.Prefix, cancellation);
        SchemaReport.Write(context, kafka.Registry.Address, findings);
        if (findings.Any(finding => finding.State == SchemaState.Breaking))
        {
            context.Error.Line("sendflowr schemas register: nothing was registered, because of what is breaking. Only add to schemas, or use another kafka.prefix.");
            return ExitCode.Failed;
        }

        return ExitCode.Done;
    }
}
