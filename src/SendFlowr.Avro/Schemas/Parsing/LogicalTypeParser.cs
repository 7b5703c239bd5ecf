using System.Text.Json;

namespace SendFlowr.Avro.Schemas.Parsing;

/// <summary>Reads <c>logicalType</c>. Unknown ones and ones that do not fit are ignored, as the specification asks ("Logical
/// Types").</summary>
internal static class LogicalTypeParser
{
    private const int UuidBytes = 16;
    private const int DurationBytes = 12;

    /// <param name="node">The object that may carry the attribute.</param>
    /// <param name="kind">The underlying type.</param>
    /// <param name="fixedBytes">The size of a fixed; 0 for any other type.</param>
    public static LogicalType? Parse(SchemaNode node, AvroKind kind, int fixedBytes)
    {
        if (!node.Json.TryGetProperty("logicalType", out JsonElement attribute) || attribute.ValueKind != JsonValueKind.String)
            return null;
        string name = attribute.GetString()!;
        bool fits = name switch
        {
            "date" or "time-millis" => kind == AvroKind.Int,
            "time-micros" or "timestamp-millis" or "timestamp-micros" or "timestamp-nanos"
                or "local-timestamp-millis" or "local-timestamp-micros" or "local-timestamp-nanos" => kind == AvroKind.Long,
            "uuid" => kind == AvroKind.String || (kind == AvroKind.Fixed && fixedBytes == UuidBytes),
            "duration" => kind == AvroKind.Fixed && fixedBytes == DurationBytes,
            "big-decimal" => kind == AvroKind.Bytes,
            _ => false,
        };
        if (fits)
            return new LogicalType(name);
        return name == LogicalType.Decimal ? ParseDecimal(node, kind, fixedBytes) : null;
    }

    private static LogicalType? ParseDecimal(SchemaNode node, AvroKind kind, int fixedBytes)
    {
        if (kind is not (AvroKind.Bytes or AvroKind.Fixed) || !TryInteger(node, "precision", out int precision) || precision < 1)
            return null;
        bool hasScale = node.Json.TryGetProperty("scale", out _);
        int scale = 0;
        if ((hasScale && !TryInteger(node, "scale", out scale)) || scale < 0 || scale > precision)
            return null;
        return kind == AvroKind.Fixed && precision > MaxDigits(fixedBytes) ? null : new LogicalType(LogicalType.Decimal, precision, scale);
    }

    // floor(log10(2^(8n-1) - 1)): the digits that every two's-complement number of n bytes can hold.
    private static int MaxDigits(int fixedBytes) => fixedBytes == 0 ? 0 : (int)Math.Floor(((8.0 * fixedBytes) - 1) * Math.Log10(2));

    private static bool TryInteger(SchemaNode node, string name, out int value)
    {
        value = 0;
        return node.Json.TryGetProperty(name, out JsonElement json)
            && json.ValueKind == JsonValueKind.Number
            && json.TryGetInt32(out value);
    }
}
