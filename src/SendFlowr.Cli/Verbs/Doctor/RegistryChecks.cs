using System.Globalization;
using SendFlowr.Avro.Catalog;
using SendFlowr.Cli.Configuration;
using SendFlowr.Cli.Verbs.Registry;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Cli.Verbs.Doctor;

/// <summary>The schema registry: whether it answers, and whether the schemas fit. Changes nothing.</summary>
internal static class RegistryChecks
{
    private const string Name = "schema registry";

    /// <summary>The check, and the registry's clock where it tells it.</summary>
    public static async Task<(DoctorCheck Check, DateTimeOffset? Clock)> RunAsync(
        KafkaSettings settings, TimeProvider time, CancellationToken cancellation)
    {
        string address = settings.Registry.Address!.GetLeftPart(UriPartial.Authority);
        try
        {
            using RegistryClient registry = RegistryOpening.Open(settings.Registry, time, isPatient: false)!;
            DateTimeOffset? clock = await registry.ClockAsync(cancellation);
            SchemaComparison comparison = new(SchemaCatalog.Embedded);
            List<SchemaFinding> findings = [];
            foreach ((string schema, string subject) in SchemaSubjects.All(settings.Prefix))
            {
                findings.Add(await comparison.WithRegistryAsync(registry, schema, subject, cancellation));
            }

            return (Judge(address, findings), clock);
        }
        catch (RegistryException exception) when (exception.IsTransient)
        {
            return (DoctorCheck.Unreachable(Name, exception.Message, "start it, or correct kafka.registry"), null);
        }
        catch (RegistryException exception)
        {
            return (DoctorCheck.Wrong(Name, exception.Message, "correct kafka.registry and its credentials"), null);
        }
    }

    private static DoctorCheck Judge(string address, List<SchemaFinding> findings)
    {
        SchemaFinding[] breaking = [.. findings.Where(finding => finding.State == SchemaState.Breaking)];
        if (breaking.Length > 0)
        {
            return DoctorCheck.Wrong(
                Name,
                $"{address} has schemas that break with those of this program: {string.Join(", ", breaking.Select(finding => finding.Subject))}",
                "sendflowr schemas check tells why; use another kafka.prefix, or a program that is not older than what was registered");
        }

        int missing = findings.Count(finding => finding.State is SchemaState.New or SchemaState.Additive);
        string detail = missing == 0
            ? $"{address} has the schema of every topic"
            : string.Create(CultureInfo.InvariantCulture, $"{address} answers; {missing} of {findings.Count} schemas are not registered yet");
        return missing == 0
            ? DoctorCheck.Good(Name, detail)
            : DoctorCheck.Wrong(Name, detail, "sendflowr schemas register, or start sendflowr up, which does it too");
    }
}
