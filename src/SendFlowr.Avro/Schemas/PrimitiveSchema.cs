namespace SendFlowr.Avro.Schemas;

/// <summary>One of the eight primitive types, with or without a logical type. Immutable.</summary>
public sealed class PrimitiveSchema : AvroSchema
{
    private static readonly string[] Names =
        ["null", "boolean", "int", "long", "float", "double", "bytes", "string", "record", "enum", "array", "map", "union", "fixed"];

    private static readonly PrimitiveSchema[] Plain =
        [.. Enumerable.Range(0, (int)AvroKind.String + 1).Select(kind => new PrimitiveSchema((AvroKind)kind, null))];

    internal PrimitiveSchema(AvroKind kind, LogicalType? logicalType)
        : base(kind, logicalType)
    {
    }

    /// <summary>The schema of a primitive type without a logical type.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The kind is no primitive type.</exception>
    public static PrimitiveSchema Of(AvroKind kind)
    {
        if (kind is < AvroKind.Null or > AvroKind.String)
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "Only the kinds from null to string are primitive.");
        return Plain[(int)kind];
    }

    internal static string NameOf(AvroKind kind) => Names[(int)kind];

    internal static bool TryKind(string name, out AvroKind kind)
    {
        kind = (AvroKind)Array.IndexOf(Names, name, 0, (int)AvroKind.String + 1);
        return kind >= AvroKind.Null;
    }
}
