namespace SendFlowr.Avro.Schemas;

/// <summary>An array of items of one schema. Immutable.</summary>
public sealed class ArraySchema : AvroSchema
{
    internal ArraySchema(AvroSchema items)
        : base(AvroKind.Array, null) => Items = items;

    public AvroSchema Items { get; }
}
