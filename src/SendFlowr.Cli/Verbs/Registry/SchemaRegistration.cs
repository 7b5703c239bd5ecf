using SendFlowr.Avro.Catalog;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Cli.Verbs.Registry;

/// <summary>Makes a registry know the schema of every topic of a deployment: all of them or, when one breaks, none. Thread-safe.</summary>
internal sealed class SchemaRegistration(RegistryClient registry, SchemaCatalog catalog)
{
    /// <summary>
    /// How the schemas stood before, those of the registry with the id they have now. Nothing was registered when one of them is
    /// <see cref="SchemaState.Breaking"/>.
    /// </summary>
    /// <param name="prefix">What names of topics begin with.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="RegistryException">The registry cannot be asked, or refuses.</exception>
    public async Task<IReadOnlyList<SchemaFinding>> RunAsync(string prefix, CancellationToken cancellation)
    {
        SchemaComparison comparison = new(catalog);
        List<SchemaFinding> findings = [.. comparison.WithReleased().Where(finding => finding.State == SchemaState.Breaking)];
        foreach ((string schema, string subject) in SchemaSubjects.All(prefix))
        {
            findings.Add(await comparison.WithRegistryAsync(registry, schema, subject, cancellation));
        }

        if (findings.Any(finding => finding.State == SchemaState.Breaking))
        {
            return findings;
        }

        for (int index = 0; index < findings.Count; index++)
        {
            SchemaFinding finding = findings[index];
            if (finding.State is SchemaState.New or SchemaState.Additive)
            {
                findings[index] = finding with { Version = (finding.Version ?? 0) + 1, Id = await IdOfOursAsync(finding, cancellation) };
            }
        }

        return findings;
    }

    /// <summary>The id of the program's schema under a subject, which is an older one where a newer program registered its own.</summary>
    /// <exception cref="RegistryException">The registry cannot be asked, or refuses.</exception>
    public async Task<int> IdOfOursAsync(SchemaFinding finding, CancellationToken cancellation) => finding is { State: SchemaState.Same, Id: { } id }
        ? id
        : await registry.RegisterAsync(finding.Subject!, catalog.Current(finding.Schema).Text, cancellation);
}
