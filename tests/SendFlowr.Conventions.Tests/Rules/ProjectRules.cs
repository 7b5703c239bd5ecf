using System.Xml.Linq;

namespace SendFlowr.Conventions.Tests.Rules;

/// <summary>Which project may reference which, and which packages.</summary>
internal static class ProjectRules
{
    /// <summary>What a product project may reference. A project that is not named here is a violation.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> AllowedProjects = new Dictionary<string, string[]>
    {
        ["SendFlowr.Model"] = [],
        ["SendFlowr.Avro"] = [],
        ["SendFlowr.Streams"] = [],
        ["SendFlowr.Streams.Kafka"] = ["SendFlowr.Streams", "SendFlowr.Avro"],
        ["SendFlowr.Connectors"] = ["SendFlowr.Model", "SendFlowr.Avro"],
        ["SendFlowr.Pipeline"] = ["SendFlowr.Model", "SendFlowr.Avro", "SendFlowr.Streams", "SendFlowr.Connectors"],
        ["SendFlowr.Server"] = ["SendFlowr.Pipeline"],
        ["SendFlowr.Audience"] = ["SendFlowr.Model"],
        ["SendFlowr.Cli"] = ["SendFlowr.Pipeline", "SendFlowr.Server", "SendFlowr.Audience", "SendFlowr.Streams.Kafka"],
    };

    public static readonly IReadOnlyDictionary<string, string[]> AllowedPackages = new Dictionary<string, string[]>
    {
        ["SendFlowr.Avro"] = ["IronSnappy"],
        ["SendFlowr.Connectors"] = ["YamlDotNet"],
        ["SendFlowr.Pipeline"] = ["NodaTime"],
        ["SendFlowr.Streams.Kafka"] = ["Confluent.Kafka"],
        ["SendFlowr.Server"] = ["Microsoft.AspNetCore.OpenApi"],
        ["SendFlowr.Cli"] = ["Spectre.Console", "System.CommandLine"],
    };

    public static IEnumerable<string> CheckReferences(SourceFile project, IReadOnlyDictionary<string, string[]> allowed)
    {
        string name = Path.GetFileNameWithoutExtension(project.Path);
        if (!allowed.TryGetValue(name, out string[]? may))
        {
            return [$"{project.Path}: {name} is not in the table of projects; add it with what it may reference."];
        }

        return References(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)).Except(may)
            .Select(reference => $"{project.Path}: {name} may not reference {reference}.");
    }

    public static IEnumerable<string> CheckPackages(SourceFile project, IReadOnlyDictionary<string, string[]> allowed)
    {
        string name = Path.GetFileNameWithoutExtension(project.Path);
        return References(project, "PackageReference").Except(allowed.GetValueOrDefault(name, []))
            .Select(package => $"{project.Path}: {name} may not use the package {package}.");
    }

    /// <summary>Every central package version has a line in the record of packages.</summary>
    public static IEnumerable<string> CheckRecord(SourceFile packages, SourceFile record) =>
        References(packages, "PackageVersion")
            .Where(package => !record.Text.Contains($"| {package} |", StringComparison.Ordinal))
            .Select(package => $"{record.Path}: no line '| {package} | ...' for the package in {packages.Path}.");

    private static IEnumerable<string> References(SourceFile project, string element) =>
        XDocument.Parse(project.Text).Descendants(element).Select(item => item.Attribute("Include")!.Value.Replace('\\', '/'));
}
