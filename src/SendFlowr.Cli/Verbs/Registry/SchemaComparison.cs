using System.Text.Json;
using System.Text.Json.Nodes;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Evolution;
using SendFlowr.Avro.Schemas;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Cli.Verbs.Registry;

/// <summary>Holds the schemas of the program against those that were released and those that a registry has. Thread-safe.</summary>
internal sealed class SchemaComparison(SchemaCatalog catalog)
{
    /// <summary>Every schema against all its released versions, by name.</summary>
    public IReadOnlyList<SchemaFinding> WithReleased() => [.. catalog.Names.Select(WithReleased)];

    /// <summary>A schema against the newest one of a subject, by the additive rule and by the registry's own.</summary>
    /// <exception cref="RegistryException">The registry cannot be asked.</exception>
    public async Task<SchemaFinding> WithRegistryAsync(RegistryClient registry, string schema, string subject, CancellationToken cancellation)
    {
        CatalogSchema ours = catalog.Current(schema);
        if (await registry.FindLatestAsync(subject, cancellation) is not { } latest)
        {
            return new SchemaFinding(schema, subject, SchemaState.New, null, null, []);
        }

        SchemaFinding finding = new(schema, subject, SchemaState.Same, latest.Version, latest.Id, []);
        if (IsSameJson(ours.Text, latest.Text))
        {
            return finding;
        }

        AvroSchema theirs;
        try
        {
            theirs = AvroSchema.Parse(latest.Text);
        }
        catch (AvroSchemaException exception)
        {
            return finding with { State = SchemaState.Breaking, Problems = [exception.Message] };
        }

        List<string> problems = [.. Violations(theirs, ours.Schema, $"version {latest.Version}")];
        if (problems.Count > 0)
        {
            return AdditiveEvolution.Check(ours.Schema, theirs).Count == 0
                ? finding with { State = SchemaState.Ahead }
                : finding with { State = SchemaState.Breaking, Problems = problems };
        }

        CompatibilityVerdict verdict = await registry.CheckAsync(subject, ours.Text, cancellation);
        return verdict.IsCompatible
            ? finding with { State = SchemaState.Additive }
            : finding with { State = SchemaState.Breaking, Problems = verdict.Messages.Count > 0 ? verdict.Messages : ["the registry calls it incompatible"] };
    }

    private SchemaFinding WithReleased(string schema)
    {
        CatalogSchema ours = catalog.Current(schema);
        IReadOnlyList<CatalogSchema> released = catalog.Released(schema);
        string[] problems = [.. released.SelectMany(version => Violations(version.Schema, ours.Schema, $"version {version.Version}"))];
        SchemaState state = problems.Length > 0 ? SchemaState.Breaking
            : released.Count == 0 ? SchemaState.New
            : IsSameJson(ours.Text, released[^1].Text) ? SchemaState.Same
            : SchemaState.Additive;
        return new SchemaFinding(schema, null, state, released.Count == 0 ? null : released.Count, null, problems);
    }

    private static IEnumerable<string> Violations(AvroSchema older, AvroSchema newer, string since) =>
        AdditiveEvolution.Check(older, newer).Select(violation => $"since {since}: {violation}");

    private static bool IsSameJson(string ours, string theirs)
    {
        try
        {
            return JsonNode.DeepEquals(JsonNode.Parse(ours), JsonNode.Parse(theirs));
        }
        catch (JsonException)
        {
            // A registry may have what is no JSON; it is then told as no schema.
            return false;
        }
    }
}
