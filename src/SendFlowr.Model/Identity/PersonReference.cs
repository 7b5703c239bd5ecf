using SendFlowr.Model.Events;

namespace SendFlowr.Model.Identity;

/// <summary>A person as named by a question: an identifier, or a Universal ID. Immutable.</summary>
/// <remarks>
/// Written <c>type=value</c> or <c>type@source=value</c>; <c>email=</c> is hashed, <c>phone=</c> brought to E.164,
/// <c>universal_id=sf_…</c> names the node itself.
/// </remarks>
public sealed record PersonReference
{
    public const string UniversalIdName = "universal_id";

    private PersonReference(EventIdentifier? identifier, NodeId? universalId)
    {
        Identifier = identifier;
        UniversalId = universalId;
    }

    /// <summary>The normalized identifier; null when a Universal ID was given.</summary>
    public EventIdentifier? Identifier { get; }

    /// <summary>The Universal ID; null when an identifier was given.</summary>
    public NodeId? UniversalId { get; }

    /// <summary>The node named: the Universal ID itself, or the hash of the identifier.</summary>
    public NodeId Node(NodeIdHasher hasher) => UniversalId ?? hasher.Hash(Identifier!.Value);

    /// <summary>Reads one reference.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="defaultCountry">ISO code of the country of national phone numbers, null when there is none.</param>
    /// <param name="normalizer">The rules.</param>
    /// <param name="reference">The result, null on failure.</param>
    /// <param name="error">What is wrong with which part and what to write instead; empty on success. Never contains the value.</param>
    public static bool TryParse(
        string text, string? defaultCountry, IdentifierNormalizer normalizer, out PersonReference? reference, out string error)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(normalizer);
        reference = null;
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            error = "A person is named type=value or type@source=value, for example email=ann@example.com or shopify_customer_id@eu=123.";
            return false;
        }

        string name = text[..equals].Trim();
        string raw = text[(equals + 1)..];
        string source = IdentifierTypes.DefaultSource;
        int at = name.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            source = name[(at + 1)..];
            name = name[..at];
        }

        if (source.Length is 0 or > 128)
        {
            error = $"{name}@…: the source between '@' and '=' has {source.Length} characters; give 1 to 128, or leave out the '@'.";
            return false;
        }

        return TryCreate(name, source, raw, defaultCountry, normalizer, out reference, out error);
    }

    /// <summary>Makes one reference of its parts.</summary>
    /// <param name="type">A name of the identifier table, or <see cref="UniversalIdName"/>.</param>
    /// <param name="source">The instance that issues the value; <see cref="IdentifierTypes.DefaultSource"/> when there is only one.</param>
    /// <param name="value">As it was written.</param>
    /// <param name="defaultCountry">ISO code of the country of national phone numbers, null when there is none.</param>
    /// <param name="normalizer">The rules.</param>
    /// <param name="reference">The result, null on failure.</param>
    /// <param name="error">What is wrong with which part and what to write instead; empty on success. Never contains the value.</param>
    public static bool TryCreate(
        string type,
        string source,
        string value,
        string? defaultCountry,
        IdentifierNormalizer normalizer,
        out PersonReference? reference,
        out string error)
    {
        ArgumentNullException.ThrowIfNull(normalizer);
        return type == UniversalIdName
            ? TryUniversalId(value, out reference, out error)
            : TryIdentifier(type, source, value, defaultCountry, normalizer, out reference, out error);
    }

    /// <summary>
    /// The anchor of which two different values are given; null when there is none. Two values of one anchor are two people until somebody
    /// says otherwise; choosing one in silence could mail the wrong one.
    /// </summary>
    public static string? AnchorOfTwoPeople(IEnumerable<PersonReference> person) => person
        .GroupBy(reference => reference.Identifier is { } identifier ? identifier.Type : UniversalIdName)
        .FirstOrDefault(group => IsAnchor(group.Key) && group.Select(reference => (reference.Identifier?.Value, reference.UniversalId)).Distinct().Count() > 1)
        ?.Key;

    private static bool IsAnchor(string type) =>
        type == UniversalIdName || (IdentifierTypes.Default.TryGet(type, out IdentifierType? known) && known.Role == IdentifierRole.Anchor);

    private static bool TryUniversalId(string raw, out PersonReference? reference, out string error)
    {
        bool valid = NodeId.TryParse(raw.Trim(), out NodeId node);
        reference = valid ? new PersonReference(null, node) : null;
        error = valid ? "" : $"{UniversalIdName}: this is not '{NodeId.Prefix}' followed by 32 hex digits; copy it from a decision or an identity record.";
        return valid;
    }

    private static bool TryIdentifier(
        string name,
        string source,
        string raw,
        string? defaultCountry,
        IdentifierNormalizer normalizer,
        out PersonReference? reference,
        out string error)
    {
        reference = null;
        if (!normalizer.Rules.Types.TryGetEntry(name, out IdentifierEntry? entry))
        {
            error = $"'{name}' is not an identifier type; known are {string.Join(", ", normalizer.Rules.Types.EntryNames)} and {UniversalIdName}.";
            return false;
        }

        IdentifierProblem problem = normalizer.Normalize(entry.Form, raw, defaultCountry, out string value);
        if (problem != IdentifierProblem.None)
        {
            error = $"{name}: the value {problem.Explain()}.";
            return false;
        }

        reference = new PersonReference(new EventIdentifier(entry.Type.Name, source, value), null);
        error = "";
        return true;
    }
}
