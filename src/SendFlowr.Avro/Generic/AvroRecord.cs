using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Generic;

/// <summary>A value of a record type: one value per field, in the schema's order. Immutable and thread-safe.</summary>
/// <remarks>Whether each value fits its field is checked when the record is written. Equality is deep, the type compared by full
/// name.</remarks>
public sealed class AvroRecord : IEquatable<AvroRecord>
{
    private readonly AvroValue[] values;

    private AvroRecord(RecordSchema schema, AvroValue[] values)
    {
        Schema = schema;
        this.values = values;
    }

    public RecordSchema Schema { get; }

    /// <summary>The values in the order of the schema's fields.</summary>
    public IReadOnlyList<AvroValue> Values => values;

    /// <exception cref="ArgumentException">The record has no such field.</exception>
    public AvroValue this[string field] => values[Index(Schema, field)];

    /// <summary>A record of the values given; a field that is not given takes its default.</summary>
    /// <exception cref="ArgumentException">A field is unknown, or has neither value nor default.</exception>
    public static AvroRecord Create(RecordSchema schema, params ReadOnlySpan<(string Field, AvroValue Value)> fields)
    {
        ArgumentNullException.ThrowIfNull(schema);
        AvroValue[] values = new AvroValue[schema.Fields.Count];
        bool[] given = new bool[values.Length];
        foreach ((string field, AvroValue value) in fields)
        {
            int index = Index(schema, field);
            values[index] = value;
            given[index] = true;
        }

        foreach (RecordField field in schema.Fields)
        {
            if (given[field.Index])
                continue;
            if (!field.HasDefault)
            {
                throw new ArgumentException(
                    $"Field '{field.Name}' of '{schema.FullName}' has no default. Give it a value.", nameof(fields));
            }

            values[field.Index] = field.Default;
        }

        return new AvroRecord(schema, values);
    }

    /// <summary>A copy with one field changed.</summary>
    /// <exception cref="ArgumentException">The record has no such field.</exception>
    public AvroRecord With(string field, AvroValue value)
    {
        AvroValue[] copy = [.. values];
        copy[Index(Schema, field)] = value;
        return new AvroRecord(Schema, copy);
    }

    public bool Equals(AvroRecord? other) =>
        other is not null && Schema.FullName == other.Schema.FullName && values.AsSpan().SequenceEqual(other.values);

    public override bool Equals(object? obj) => Equals(obj as AvroRecord);

    public override int GetHashCode() => HashCode.Combine(Schema.FullName.GetHashCode(StringComparison.Ordinal), values.Length);

    public override string ToString() => $"record {Schema.FullName}";

    internal static AvroRecord FromTrusted(RecordSchema schema, AvroValue[] values) => new(schema, values);

    private static int Index(RecordSchema schema, string field) =>
        schema.Field(field)?.Index ?? throw new ArgumentException($"Record '{schema.FullName}' has no field '{field}'.", nameof(field));
}
