using System.Globalization;

namespace SendFlowr.Connectors.Yaml;

/// <summary>Reads the keys of one mapping; what is wrong goes to the errors with its place, and reading goes on. Not thread-safe.</summary>
/// <remarks>
/// Every key asked for counts as known; <see cref="End"/> then reports the others with the list of known ones.
/// A key whose value is empty, <c>~</c> or <c>null</c> is an error, except for <see cref="Has"/>.
/// </remarks>
public sealed class YamlMap
{
    private readonly List<string> known = [];

    /// <param name="node">The mapping. Another shape is an error, and the map is then empty.</param>
    /// <param name="path">Dotted place within the file, for error texts; empty for the top.</param>
    /// <param name="errors">Where errors go.</param>
    public YamlMap(YamlNode node, string path, YamlErrors errors)
    {
        Node = node;
        Path = path;
        Errors = errors;
        if (node.Kind != YamlKind.Mapping)
        {
            errors.Add(node, $"{Prefix(path)}expected a mapping of keys, found {node.Description}.");
        }
    }

    public YamlNode Node { get; }

    public string Path { get; }

    public YamlErrors Errors { get; }

    /// <summary>The dotted path of a key, as error texts show it.</summary>
    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>True when the key is there, whatever its value.</summary>
    public bool Has(string key) => Entry(key) is not null;

    /// <summary>The key's node; null when the key is absent, or empty, which is an error.</summary>
    public YamlNode? Find(string key)
    {
        YamlNode? value = Entry(key);
        if (value is { IsNull: true })
        {
            Errors.Add(value, $"{PathOf(key)}: has no value; give one or remove the key.");
            return null;
        }

        return value;
    }

    /// <summary>Like <see cref="Find"/>, and an absent key is an error.</summary>
    public YamlNode? Require(string key)
    {
        if (!Has(key))
        {
            Errors.Add(Node, $"{PathOf(key)}: this key is required.");
            return null;
        }

        return Find(key);
    }

    /// <summary>A text; null when absent or wrong.</summary>
    public string? Text(string key) => ScalarText(Find(key), key);

    /// <summary>A text that must be there; empty when wrong.</summary>
    public string RequiredText(string key) => ScalarText(Require(key), key) ?? "";

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key, bool defaultValue) =>
        Choice(key, [("true", true), ("false", false)], defaultValue);

    /// <summary>A whole number within inclusive limits.</summary>
    public long Integer(string key, long min, long max, long defaultValue)
    {
        YamlNode? node = Find(key);
        if (node is null)
        {
            return defaultValue;
        }

        if (node.Kind == YamlKind.Scalar
            && long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            && value >= min && value <= max)
        {
            return value;
        }

        Errors.Add(node, string.Create(
            CultureInfo.InvariantCulture, $"{PathOf(key)}: expected a whole number from {min} to {max}, found {node.Description}."));
        return defaultValue;
    }

    /// <summary>One of a closed list of words.</summary>
    public T Choice<T>(string key, IReadOnlyList<(string Word, T Value)> choices, T defaultValue) =>
        Find(key) is { } node ? ChoiceOf(node, PathOf(key), choices, defaultValue, Errors) : defaultValue;

    /// <summary>A nested mapping; null when absent.</summary>
    public YamlMap? Map(string key) => Find(key) is { } node ? new YamlMap(node, PathOf(key), Errors) : null;

    /// <summary>The items of a list; a single value counts as a list of one. Empty when absent.</summary>
    public IReadOnlyList<YamlNode> List(string key) => Find(key) switch
    {
        null => [],
        { Kind: YamlKind.Sequence } node => node.Items,
        YamlNode node => [node],
    };

    /// <summary>Reports every key that was never asked for.</summary>
    public void End()
    {
        foreach ((YamlNode key, YamlNode _) in Node.Entries)
        {
            if (!known.Contains(key.Text))
            {
                string allowed = string.Join(", ", known.Order(StringComparer.Ordinal));
                Errors.Add(key, $"{Prefix(Path)}unknown key '{key.Text}'; allowed are {allowed}.");
            }
        }
    }

    /// <summary>Matches a node against a closed list of words.</summary>
    public static T ChoiceOf<T>(
        YamlNode node, string path, IReadOnlyList<(string Word, T Value)> choices, T defaultValue, YamlErrors errors)
    {
        foreach ((string word, T value) in choices)
        {
            if (node.Kind == YamlKind.Scalar && node.Text == word)
            {
                return value;
            }
        }

        errors.Add(node, $"{Prefix(path)}{node.Description} is not allowed; allowed are {string.Join(", ", choices.Select(choice => choice.Word))}.");
        return defaultValue;
    }

    private static string Prefix(string path) => path.Length == 0 ? "" : $"{path}: ";

    private string? ScalarText(YamlNode? node, string key)
    {
        if (node is null || node.Kind == YamlKind.Scalar)
        {
            return node?.Text;
        }

        Errors.Add(node, $"{PathOf(key)}: expected a text, found {node.Description}.");
        return null;
    }

    private YamlNode? Entry(string key)
    {
        if (!known.Contains(key))
        {
            known.Add(key);
        }

        foreach ((YamlNode name, YamlNode value) in Node.Entries)
        {
            if (name.Text == key)
            {
                return value;
            }
        }

        return null;
    }
}
