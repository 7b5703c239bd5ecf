using SendFlowr.Connectors.Definitions;

namespace SendFlowr.Connectors.Catalog;

/// <summary>A connector with the text it was read from.</summary>
/// <param name="Definition">The definition.</param>
/// <param name="Origin"><c>built-in</c>, or the path of its file.</param>
/// <param name="Text">The YAML text, comments included.</param>
public sealed record CatalogEntry(ConnectorDefinition Definition, string Origin, string Text);

/// <summary>The built-in connectors, and those in files.</summary>
public static class ConnectorCatalog
{
    public const string Canonical = "canonical";
    public const string BuiltInOrigin = "built-in";

    private const string ResourcePrefix = "SendFlowr.Connectors.BuiltIn.";
    private const string ResourceSuffix = ".yaml";

    private static readonly Lazy<IReadOnlyList<CatalogEntry>> LazyBuiltIns = new(LoadBuiltIns);

    /// <summary>The built-in connectors by name.</summary>
    public static IReadOnlyList<CatalogEntry> BuiltIns => LazyBuiltIns.Value;

    /// <summary>A built-in connector by its name, or a definition file by its path.</summary>
    /// <exception cref="Yaml.YamlFileException">The file is no valid definition.</exception>
    /// <exception cref="ConnectorNotFoundException">Neither a name nor a file.</exception>
    public static CatalogEntry Find(string nameOrPath)
    {
        foreach (CatalogEntry entry in BuiltIns)
        {
            if (entry.Definition.Name == nameOrPath)
            {
                return entry;
            }
        }

        if (!File.Exists(nameOrPath))
        {
            throw new ConnectorNotFoundException(nameOrPath, [.. BuiltIns.Select(entry => entry.Definition.Name)]);
        }

        ConnectorDefinition definition = ConnectorDefinitionLoader.LoadFile(nameOrPath);
        return new CatalogEntry(definition, nameOrPath, File.ReadAllText(nameOrPath));
    }

    private static List<CatalogEntry> LoadBuiltIns()
    {
        List<CatalogEntry> entries = [];
        foreach (string resource in typeof(ConnectorCatalog).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal))
        {
            if (resource.StartsWith(ResourcePrefix, StringComparison.Ordinal) && resource.EndsWith(ResourceSuffix, StringComparison.Ordinal))
            {
                using StreamReader reader = new(typeof(ConnectorCatalog).Assembly.GetManifestResourceStream(resource)!);
                string text = reader.ReadToEnd();
                entries.Add(new CatalogEntry(ConnectorDefinitionLoader.Load(text, resource[ResourcePrefix.Length..]), BuiltInOrigin, text));
            }
        }

        return entries;
    }
}
