namespace SendFlowr.Server.Inputs;

/// <summary>One field of a body or one parameter of a query: what is read, refused and documented. Immutable.</summary>
public sealed record InputField
{
    private InputField(string name, InputKind kind, string description)
    {
        Name = name;
        Kind = kind;
        Description = description;
    }

    public string Name { get; }

    public InputKind Kind { get; }

    /// <summary>One or two sentences for the documentation.</summary>
    public string Description { get; }

    public bool IsRequired { get; init; }

    /// <summary>Its value names a person and is repeated nowhere.</summary>
    public bool IsIdentifying { get; init; }

    /// <summary>Least number, inclusive; of texts the least number of characters.</summary>
    public long Least { get; private init; }

    /// <summary>Greatest number, inclusive; of texts the greatest number of characters.</summary>
    public long Most { get; private init; }

    /// <summary>The words of a choice.</summary>
    public IReadOnlyList<string> Choices { get; private init; } = [];

    /// <summary>For the documentation; null for none.</summary>
    public object? Example { get; init; }

    /// <summary>For the documentation: what holds when it is left out; null when nothing does.</summary>
    public object? Default { get; init; }

    public static InputField Text(string name, string description, int most, int least = 1) =>
        new(name, InputKind.Text, description) { Least = least, Most = most };

    public static InputField Integer(string name, string description, long least, long most) =>
        new(name, InputKind.Integer, description) { Least = least, Most = most };

    public static InputField Number(string name, string description, long least, long most) =>
        new(name, InputKind.Number, description) { Least = least, Most = most };

    public static InputField Instant(string name, string description) => new(name, InputKind.Instant, description);

    public static InputField InstantOrDate(string name, string description) => new(name, InputKind.InstantOrDate, description);

    public static InputField Choice(string name, string description, params string[] choices) =>
        new(name, InputKind.Choice, description) { Choices = choices };

    public static InputField Flag(string name, string description) => new(name, InputKind.Flag, description);

    public static InputField Identifiers(string name, string description, int most) =>
        new(name, InputKind.Identifiers, description) { Least = 1, Most = most, IsIdentifying = true };
}
