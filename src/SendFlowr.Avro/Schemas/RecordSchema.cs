namespace SendFlowr.Avro.Schemas;

/// <summary>A record: named fields in the order in which they are encoded. Immutable once parsed; may refer to itself.</summary>
public sealed class RecordSchema : NamedSchema
{
    private readonly Dictionary<string, RecordField> fieldsByName = new(StringComparer.Ordinal);

    internal RecordSchema(NameAttributes name)
        : base(AvroKind.Record, name, null)
    {
    }

    /// <summary>The fields in encoding order; may be empty.</summary>
    public IReadOnlyList<RecordField> Fields { get; private set; } = [];

    /// <summary>The field of that name (aliases are not looked at), or null.</summary>
    public RecordField? Field(string name) => fieldsByName.GetValueOrDefault(name);

    // A record is known by name before its fields are, or it could not refer to itself.
    internal void Complete(IReadOnlyList<RecordField> fields)
    {
        Fields = fields;
        foreach (RecordField field in fields)
            fieldsByName.Add(field.Name, field);
    }
}
