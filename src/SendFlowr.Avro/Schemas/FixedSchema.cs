namespace SendFlowr.Avro.Schemas;

/// <summary>A fixed: always the same number of bytes. Immutable.</summary>
public sealed class FixedSchema : NamedSchema
{
    internal FixedSchema(NameAttributes name, int size, LogicalType? logicalType)
        : base(AvroKind.Fixed, name, logicalType) => Size = size;

    /// <summary>Bytes per value, 0 … <see cref="SchemaLimits.MaxFixedBytes"/>.</summary>
    public int Size { get; }
}
