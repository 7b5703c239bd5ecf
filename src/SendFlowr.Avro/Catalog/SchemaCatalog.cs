using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Catalog;

/// <summary>The schemas of <c>schemas/</c>: of each name the current one (<c>event.avsc</c>) and all released ones
/// (<c>released/event/1.avsc</c>, 2, …), found by name and by fingerprint. Immutable and thread-safe.</summary>
public sealed class SchemaCatalog
{
    private const string Extension = ".avsc";
    private const string Root = "schemas/";

    private static readonly Lazy<SchemaCatalog> LazyEmbedded = new(() => new SchemaCatalog(ReadEmbedded()));

    private readonly SortedDictionary<string, CatalogSchema> current = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<CatalogSchema>> released = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, CatalogSchema> byFingerprint = [];

    /// <param name="files">Path and text of each file; paths with forward slashes, with or without the leading <c>schemas/</c>.</param>
    /// <exception cref="AvroSchemaException">A schema is invalid, a path is of neither form, two schemas share a name or a fingerprint, or
    /// versions are missing. The path of the error begins with the file's.</exception>
    public SchemaCatalog(IEnumerable<KeyValuePair<string, string>> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach ((string path, string text) in files)
            Place(path, Parse(path, text));
        foreach ((string name, List<CatalogSchema> versions) in released)
        {
            versions.Sort((left, right) => Nullable.Compare(left.Version, right.Version));
            CheckVersions(name, versions);
        }

        Index();
    }

    /// <summary>The schemas that were in <c>schemas/</c> when this assembly was built.</summary>
    public static SchemaCatalog Embedded => LazyEmbedded.Value;

    /// <summary>The names of all schemas, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => current.Keys;

    /// <summary>The current schema of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message lists the names there are.</exception>
    public CatalogSchema Current(string name) =>
        TryCurrent(name, out CatalogSchema? schema)
            ? schema
            : throw new KeyNotFoundException($"There is no schema '{name}'. Known are: {string.Join(", ", Names)}.");

    public bool TryCurrent(string name, [NotNullWhen(true)] out CatalogSchema? schema) => current.TryGetValue(name, out schema);

    /// <summary>The released schemas of that name, oldest first; empty when nothing was released.</summary>
    public IReadOnlyList<CatalogSchema> Released(string name) =>
        released.TryGetValue(name, out List<CatalogSchema>? versions) ? versions : [];

    /// <summary>The schema of that fingerprint, current or released; the current one where both have it.</summary>
    public bool TryFind(ulong fingerprint, [NotNullWhen(true)] out CatalogSchema? schema) =>
        byFingerprint.TryGetValue(fingerprint, out schema);

    private static CatalogSchema Parse(string path, string text)
    {
        string relative = path.StartsWith(Root, StringComparison.Ordinal) ? path[Root.Length..] : path;
        string[] parts = relative.EndsWith(Extension, StringComparison.Ordinal) ? relative[..^Extension.Length].Split('/') : [];
        int version = 0;
        bool isReleased = parts is ["released", _, var number]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out version);
        if (!isReleased && parts.Length != 1)
            throw new AvroSchemaException(path, "the path has neither form", "Use <name>.avsc or released/<name>/<version>.avsc");
        try
        {
            AvroSchema schema = AvroSchema.Parse(text);
            return isReleased ? new CatalogSchema(parts[1], version, schema, text) : new CatalogSchema(parts[0], null, schema, text);
        }
        catch (AvroSchemaException exception)
        {
            throw new AvroSchemaException(path, exception.Message.TrimEnd('.'), "Correct this file");
        }
    }

    private static void CheckVersions(string name, List<CatalogSchema> versions)
    {
        for (int index = 0; index < versions.Count; index++)
        {
            if (versions[index].Version != index + 1)
            {
                throw new AvroSchemaException(
                    $"released/{name}", $"version {index + 1} is missing or doubled", "Number the files 1, 2, … and keep every one");
            }
        }
    }

    private static IEnumerable<KeyValuePair<string, string>> ReadEmbedded()
    {
        Assembly assembly = typeof(SchemaCatalog).Assembly;
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(Extension, StringComparison.Ordinal)))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            yield return new(resource.Replace('\\', '/'), reader.ReadToEnd());
        }
    }

    private void Place(string path, CatalogSchema schema)
    {
        if (schema.Version is null)
        {
            if (!current.TryAdd(schema.Name, schema))
                throw new AvroSchemaException(path, $"there is another file for schema '{schema.Name}'", "Keep one of them");
            return;
        }

        if (!released.TryGetValue(schema.Name, out List<CatalogSchema>? versions))
            released.Add(schema.Name, versions = []);
        versions.Add(schema);
    }

    private void Index()
    {
        foreach ((string name, List<CatalogSchema> versions) in released)
        {
            if (!current.ContainsKey(name))
                throw new AvroSchemaException($"released/{name}", "there is no current schema of that name", $"Add {name}{Extension}");
            versions.ForEach(Add);
        }

        Dictionary<string, string> nameByType = new(StringComparer.Ordinal);
        foreach (CatalogSchema schema in current.Values)
        {
            if (!nameByType.TryAdd(schema.Schema.TypeName, schema.Name))
            {
                throw new AvroSchemaException(
                    schema.Name + Extension,
                    $"'{schema.Schema.TypeName}' is defined by {nameByType[schema.Schema.TypeName]}{Extension} also",
                    "Give it a name of its own");
            }

            // What was released without a change since has one fingerprint: the current file then stands for both.
            if (Released(schema.Name).Any(version => version.Fingerprint == schema.Fingerprint))
                byFingerprint.Remove(schema.Fingerprint);
            Add(schema);
        }
    }

    private void Add(CatalogSchema schema)
    {
        if (!byFingerprint.TryAdd(schema.Fingerprint, schema))
        {
            throw new AvroSchemaException(
                schema.ToString(),
                $"it has the fingerprint of {byFingerprint[schema.Fingerprint]}",
                "Remove one: they read the same bytes");
        }
    }
}
