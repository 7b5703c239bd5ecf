using SendFlowr.Connectors.Yaml;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Definitions;

/// <summary>What the readers of one definition share. Not thread-safe.</summary>
internal sealed class DefinitionContext(YamlErrors errors, IdentifierRules rules)
{
    private readonly HashSet<string> documentPaths = [];

    public YamlErrors Errors => errors;

    public IdentifierRules Rules => rules;

    /// <summary>The definition's own <c>format</c>. In CSV a path is a column's name, whatever its characters.</summary>
    public DocumentFormat? Format { get; set; }

    /// <summary>The definition's own <c>zone</c>.</summary>
    public TimeZoneInfo? DefaultZone { get; set; }

    /// <summary>The definition's own <c>default_country</c>.</summary>
    public string? DefaultCountry { get; set; }

    /// <summary>A country of the phone table in upper case; null when absent or wrong.</summary>
    public string? Country(YamlMap map, string key) =>
        map.Find(key) is { } node ? Country(node, map.PathOf(key)) : null;

    public string? Country(YamlNode node, string path)
    {
        if (node.Kind == YamlKind.Scalar && rules.Phones.KnowsCountry(node.Text))
        {
            return node.Text.ToUpperInvariant();
        }

        errors.Add(node, $"{path}: {node.Description} is not a country; allowed are {string.Join(", ", rules.Phones.CountryCodes.Order(StringComparer.Ordinal))}.");
        return null;
    }

    public DocumentPath? PathOf(YamlMap map, string key) => map.Find(key) is { } node ? PathOf(node, map.PathOf(key)) : null;

    public DocumentPath? PathOf(YamlNode node, string path)
    {
        if (node.Kind != YamlKind.Scalar || node.IsNull || node.Text.Length == 0)
        {
            errors.Add(node, $"{path}: expected a path such as data.email, found {node.Description}.");
            return null;
        }

        if (Format == DocumentFormat.Csv)
        {
            return DocumentPath.OfColumn(node.Text);
        }

        if (!DocumentPath.TryParse(node.Text, out DocumentPath? parsed, out string error))
        {
            errors.Add(node, $"{path}: {node.Description} is not a path: {error}.");
        }
        else if (parsed.FromRoot && documentPaths.Add(parsed.Text) && documentPaths.Count > MappingLimits.DocumentPaths)
        {
            errors.Add(node, $"{path}: more than {MappingLimits.DocumentPaths} different paths begin with '$'.");
        }

        return parsed;
    }
}
