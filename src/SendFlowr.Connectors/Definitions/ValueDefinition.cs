using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Definitions;

/// <summary>What a transform does to a text.</summary>
public enum TransformKind
{
    Trim,
    Lowercase,
    Uppercase,

    /// <summary>E-mail address to the hex SHA-256 of its trimmed lower case.</summary>
    HashEmail,

    /// <summary>Phone number to E.164; the argument is the default country or null.</summary>
    E164,

    /// <summary>Puts the argument before the text.</summary>
    Prefix,

    /// <summary>Takes the argument off the beginning where it is there.</summary>
    StripPrefix,
}

/// <summary>One step from the value found to the value used.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Argument">What <see cref="TransformKind.E164"/>, <see cref="TransformKind.Prefix"/> and <see cref="TransformKind.StripPrefix"/> need.</param>
public sealed record TransformDefinition(TransformKind Kind, string? Argument);

/// <summary>What happens to a value that a <c>map</c> does not list.</summary>
public enum UnmappedValue
{
    /// <summary>It is kept; an event type is first brought to lower_snake.</summary>
    Keep,

    /// <summary>It counts as absent; an event is ignored.</summary>
    Drop,

    /// <summary>The event is rejected.</summary>
    Reject,
}

/// <summary>A fixed translation of values. Compared exactly, after the transforms.</summary>
public sealed record MapDefinition(IReadOnlyDictionary<string, string> Entries, UnmappedValue Otherwise);

/// <summary>Where a value comes from: a path, a constant, or the first of several that is there.</summary>
/// <remarks>Absent, JSON null and the empty text count as not there. Exactly one of the three sources is set.</remarks>
public sealed record ValueDefinition
{
    public DocumentPath? Path { get; init; }

    public string? Constant { get; init; }

    /// <summary>Tried in order; these are paths and constants with transforms of their own.</summary>
    public IReadOnlyList<ValueDefinition> FirstOf { get; init; } = [];

    /// <summary>Applied in order.</summary>
    public IReadOnlyList<TransformDefinition> Transforms { get; init; } = [];

    public MapDefinition? Map { get; init; }

    /// <summary>True when a CSV file without the column is accepted.</summary>
    public bool Optional { get; init; }

    public static ValueDefinition OfConstant(string text) => new() { Constant = text };
}

/// <summary>Where an instant comes from and how it is written.</summary>
/// <param name="Value">Path or first of several paths.</param>
/// <param name="Formats">Tried in order.</param>
/// <param name="Zone">The zone of texts without one; null when every format carries its zone.</param>
public sealed record TimeDefinition(ValueDefinition Value, IReadOnlyList<TimeFormat> Formats, TimeZoneInfo? Zone);

/// <summary>The shapes of instants.</summary>
public enum TimeFormatKind
{
    /// <summary>RFC 3339; without an offset only when a zone is declared.</summary>
    Rfc3339,
    UnixSeconds,
    UnixMilliseconds,
    UnixMicroseconds,
    UnixNanoseconds,

    /// <summary>A .NET date and time pattern, invariant culture.</summary>
    Pattern,
}

/// <summary>One way to write an instant.</summary>
/// <param name="Kind">The shape.</param>
/// <param name="Pattern">The pattern of <see cref="TimeFormatKind.Pattern"/>, else empty.</param>
/// <param name="HasZone">Whether the text carries its offset.</param>
public sealed record TimeFormat(TimeFormatKind Kind, string Pattern, bool HasZone);

/// <summary>One identifier, or one for each item of an array.</summary>
public sealed record IdentifierDefinition
{
    /// <summary>The array whose items are identifiers; null for a single identifier.</summary>
    public DocumentPath? Each { get; init; }

    /// <summary>The name of the type (an entry form such as <c>email</c> is one too): a constant, or a path within the item.</summary>
    public required ValueDefinition Type { get; init; }

    /// <summary>The type when it is a constant.</summary>
    public IdentifierEntry? Entry { get; init; }

    public required ValueDefinition Source { get; init; }

    public required ValueDefinition Value { get; init; }

    /// <summary>ISO code of the country of national phone numbers; null takes the deployment's.</summary>
    public string? Country { get; init; }

    /// <summary>True when a value that cannot be valid drops the identifier only; false rejects the event.</summary>
    public bool DropInvalid { get; init; }
}

/// <summary>All members of an object, or all CSV columns, whose name begins with a prefix, as attributes.</summary>
/// <param name="Path">The object; null for the event itself.</param>
/// <param name="Prefix">Beginning of the names; empty for all.</param>
/// <param name="TextOnly">True when a number or boolean is an error rather than its text.</param>
public sealed record AttributesFrom(DocumentPath? Path, string Prefix, bool TextOnly);
