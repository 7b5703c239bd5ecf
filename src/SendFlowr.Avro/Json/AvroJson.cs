using System.Globalization;
using System.Text.Json;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Json;

/// <summary>Writes values as JSON for people and scripts. It is not the specification's JSON encoding and is not read back.
/// Thread-safe.</summary>
/// <remarks>A union is null or the bare value; timestamp-millis is RFC 3339 text in UTC, with milliseconds only when there are any, and the
/// integer outside the years 1 to 9999; bytes and fixed are lower-case hex; NaN and the infinities, which JSON lacks, are text.</remarks>
public static class AvroJson
{
    private const long MinMilliseconds = -62_135_596_800_000; // 0001-01-01T00:00:00Z
    private const long MaxMilliseconds = 253_402_300_799_999; // 9999-12-31T23:59:59.999Z
    private const long MillisecondsPerSecond = 1000;

    /// <exception cref="ArgumentException">The value is not of the schema.</exception>
    public static void Write(Utf8JsonWriter output, AvroSchema schema, AvroValue value)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(schema);
        AvroSchema type = schema;
        if (schema is UnionSchema union)
        {
            int branch = union.BranchOf(value);
            type = branch >= 0 ? union.Branches[branch] : throw Unfit(schema, value);
        }
        else if (!value.IsOf(schema))
        {
            throw Unfit(schema, value);
        }

        switch (type)
        {
            case RecordSchema record:
                WriteRecord(output, record, value.AsRecord());
                break;
            case ArraySchema array:
                output.WriteStartArray();
                foreach (AvroValue item in value.AsArray())
                    Write(output, array.Items, item);
                output.WriteEndArray();
                break;
            case MapSchema map:
                WriteMap(output, map, value.Map);
                break;
            default:
                WriteScalar(output, type, value);
                break;
        }
    }

    private static void WriteRecord(Utf8JsonWriter output, RecordSchema schema, AvroRecord record)
    {
        output.WriteStartObject();
        foreach (RecordField field in schema.Fields)
        {
            output.WritePropertyName(field.Name);
            Write(output, field.Schema, record[field.Name]);
        }

        output.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter output, MapSchema schema, OrderedDictionary<string, AvroValue> entries)
    {
        output.WriteStartObject();
        foreach ((string key, AvroValue value) in entries)
        {
            output.WritePropertyName(key);
            Write(output, schema.Values, value);
        }

        output.WriteEndObject();
    }

    private static void WriteScalar(Utf8JsonWriter output, AvroSchema schema, AvroValue value)
    {
        switch (schema.Kind)
        {
            case AvroKind.Null:
                output.WriteNullValue();
                break;
            case AvroKind.Boolean:
                output.WriteBooleanValue(value.AsBoolean());
                break;
            case AvroKind.Int:
                output.WriteNumberValue(value.AsInt());
                break;
            case AvroKind.Long:
                WriteLong(output, schema, value.AsLong());
                break;
            case AvroKind.Float when float.IsFinite(value.AsFloat()):
                output.WriteNumberValue(value.AsFloat());
                break;
            case AvroKind.Double when double.IsFinite(value.AsDouble()):
                output.WriteNumberValue(value.AsDouble());
                break;
            default:
                // Text, hex of bytes and fixed, an enum's symbol, NaN and the infinities.
                output.WriteStringValue(value.ToString());
                break;
        }
    }

    private static void WriteLong(Utf8JsonWriter output, AvroSchema schema, long value)
    {
        if (schema.LogicalType?.Name != LogicalType.TimestampMillis || value is < MinMilliseconds or > MaxMilliseconds)
        {
            output.WriteNumberValue(value);
            return;
        }

        string format = value % MillisecondsPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        output.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds(value).ToString(format, CultureInfo.InvariantCulture));
    }

    private static ArgumentException Unfit(AvroSchema schema, AvroValue value) =>
        new(
            $"A value of kind {value.Kind} is not of the schema '{schema.TypeName}'. Write it with the schema it was read with.",
            nameof(value));
}
