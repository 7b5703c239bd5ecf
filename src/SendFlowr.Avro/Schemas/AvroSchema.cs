using SendFlowr.Avro.Schemas.Parsing;

namespace SendFlowr.Avro.Schemas;

/// <summary>An Avro schema (Apache Avro specification 1.12): the base of primitive, record, enum, array, map, union and fixed.</summary>
/// <remarks>Immutable and thread-safe once <see cref="Parse"/> has returned it. Equality is by reference; two schemas of one binary layout
/// have the same <see cref="CanonicalForm"/>.</remarks>
public abstract class AvroSchema
{
    private readonly Lazy<string> canonicalForm;
    private readonly Lazy<ulong> fingerprint;

    private protected AvroSchema(AvroKind kind, LogicalType? logicalType)
    {
        Kind = kind;
        LogicalType = logicalType;
        canonicalForm = new Lazy<string>(() => ParsingCanonicalForm.Of(this));
        fingerprint = new Lazy<ulong>(() => RabinFingerprint.Of(CanonicalForm));
    }

    public AvroKind Kind { get; }

    /// <summary>The logical type when it is a known one that fits its underlying type; else null, as the specification asks.</summary>
    public LogicalType? LogicalType { get; }

    /// <summary>Parsing Canonical Form: the schema's text stripped to what matters for reading bytes.</summary>
    public string CanonicalForm => canonicalForm.Value;

    /// <summary>CRC-64-AVRO of <see cref="CanonicalForm"/>, the number that single-object encoding carries.</summary>
    public ulong Fingerprint => fingerprint.Value;

    /// <summary>The name as a reader writes it: the full name of a named type, else the kind in lower case.</summary>
    public virtual string TypeName => PrimitiveSchema.NameOf(Kind);

    /// <summary>Parses schema text. Names must be defined before they are used, within this one text.</summary>
    /// <exception cref="AvroSchemaException">The text is no JSON, breaks a rule of the specification, or exceeds
    /// <see cref="SchemaLimits"/>.</exception>
    public static AvroSchema Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SchemaParser.Parse(text);
    }

    public override string ToString() => CanonicalForm;
}
