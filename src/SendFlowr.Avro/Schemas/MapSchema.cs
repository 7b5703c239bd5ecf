namespace SendFlowr.Avro.Schemas;

/// <summary>A map from text to values of one schema. Immutable.</summary>
public sealed class MapSchema : AvroSchema
{
    internal MapSchema(AvroSchema values)
        : base(AvroKind.Map, null) => Values = values;

    public AvroSchema Values { get; }
}
