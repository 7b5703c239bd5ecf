using SendFlowr.Avro.Generic;

namespace SendFlowr.Avro.Schemas;

/// <summary>A field of a record. Immutable once parsed.</summary>
public sealed class RecordField
{
    internal RecordField(int index, string name, AvroSchema schema, IReadOnlyList<string> aliases, string? doc)
    {
        Index = index;
        Name = name;
        Schema = schema;
        Aliases = aliases;
        Doc = doc;
    }

    /// <summary>Position in the record, from 0.</summary>
    public int Index { get; }

    public string Name { get; }

    public AvroSchema Schema { get; }

    /// <summary>Former names, under which a writer may know this field.</summary>
    public IReadOnlyList<string> Aliases { get; }

    public string? Doc { get; }

    public bool HasDefault { get; private set; }

    /// <summary>The value a reader takes when the writer has no such field; <see cref="AvroValue.Null"/> without
    /// <see cref="HasDefault"/>.</summary>
    public AvroValue Default { get; private set; }

    internal void SetDefault(AvroValue value)
    {
        HasDefault = true;
        Default = value;
    }
}
