namespace SendFlowr.Connectors.Yaml;

/// <summary>The three shapes of a YAML node.</summary>
public enum YamlKind
{
    Scalar,
    Mapping,
    Sequence,
}

/// <summary>A node of a YAML file with its place. Immutable.</summary>
public sealed class YamlNode
{
    private YamlNode(YamlKind kind, int line, int column)
    {
        Kind = kind;
        Line = line;
        Column = column;
    }

    public YamlKind Kind { get; }

    /// <summary>1 for the first line.</summary>
    public int Line { get; }

    /// <summary>1 for the first character.</summary>
    public int Column { get; }

    /// <summary>A scalar's text with quotes and escapes resolved; empty for other kinds.</summary>
    public string Text { get; private init; } = "";

    /// <summary>True for a scalar without quotes: only these can be numbers, booleans or null.</summary>
    public bool IsPlain { get; private init; }

    /// <summary>A sequence's items; empty for other kinds.</summary>
    public IReadOnlyList<YamlNode> Items { get; private init; } = [];

    /// <summary>A mapping's entries in the order of the file, keys being scalars without duplicates; empty for other kinds.</summary>
    public IReadOnlyList<KeyValuePair<YamlNode, YamlNode>> Entries { get; private init; } = [];

    /// <summary>True for a key without a value, <c>~</c> and <c>null</c>.</summary>
    public bool IsNull => Kind == YamlKind.Scalar && IsPlain && Text is "" or "~" or "null";

    /// <summary>The node in an error text: a scalar's value in quotes, else its shape. Long values are cut.</summary>
    public string Description => Kind switch
    {
        YamlKind.Mapping => "a mapping",
        YamlKind.Sequence => "a list",
        _ when IsNull => "nothing",
        _ => Text.Length <= 60 ? $"'{Text}'" : $"'{Text[..57]}…'",
    };

    internal static YamlNode Scalar(int line, int column, string text, bool plain) =>
        new(YamlKind.Scalar, line, column) { Text = text, IsPlain = plain };

    internal static YamlNode Sequence(int line, int column, IReadOnlyList<YamlNode> items) =>
        new(YamlKind.Sequence, line, column) { Items = items };

    internal static YamlNode Mapping(int line, int column, IReadOnlyList<KeyValuePair<YamlNode, YamlNode>> entries) =>
        new(YamlKind.Mapping, line, column) { Entries = entries };
}
