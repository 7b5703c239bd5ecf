using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Tests.Support;

internal static class Samples
{
    /// <summary>Every kind, nested unions of collections and named types, namespaces, recursion both ways, logical types, aliases,
    /// defaults.</summary>
    public const string TortureText = """
        {
          "type": "record", "name": "Torture", "namespace": "com.example", "aliases": ["Old", "org.other.Older"], "doc": "Everything at once.",
          "fields": [
            {"name": "nothing", "type": "null", "default": null},
            {"name": "flag", "type": "boolean", "default": true},
            {"name": "small", "type": {"type": "int", "logicalType": "date"}, "default": -1},
            {"name": "large", "type": {"type": "long", "logicalType": "timestamp-millis"}, "order": "descending"},
            {"name": "single", "type": "float", "default": 1.5},
            {"name": "twice", "type": "double", "default": -2.25},
            {"name": "raw", "type": {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 3}, "default": "\u00ff\u0000"},
            {"name": "text", "type": {"type": "string", "logicalType": "uuid"}, "aliases": ["words"]},
            {"name": "suit", "type": {"type": "enum", "name": "Suit", "symbols": ["SPADES", "HEARTS"], "default": "SPADES"}, "default": "HEARTS"},
            {"name": "hash", "type": {"type": "fixed", "name": "org.other.Hash", "size": 12, "logicalType": "duration"}},
            {"name": "lists", "type": {"type": "array", "items": {"type": "array", "items": "long"}}, "default": [[1, 2], []]},
            {"name": "maps", "type": {"type": "map", "values": {"type": "map", "values": ["null", "Suit"]}}, "default": {"a": {}}},
            {"name": "choice", "type": ["null", "int", "string", "Suit", "org.other.Hash",
              {"type": "array", "items": ["null", "double", "Torture"]},
              {"type": "map", "values": ["string", {"type": "record", "name": "Leaf", "namespace": "leafy", "fields": [
                {"name": "parent", "type": ["null", "com.example.Torture"], "default": null},
                {"name": "leaves", "type": {"type": "array", "items": "Leaf"}, "default": []}]}]}], "default": null},
            {"name": "leaf", "type": ["null", "leafy.Leaf"], "default": null},
            {"name": "unknown", "type": {"type": "string", "logicalType": "no-such-type", "extra": {"a": [1]}}, "default": ""}
          ]
        }
        """;

    public static byte[] Bytes(AvroSchema schema, AvroValue value)
    {
        AvroWriter output = new();
        new DatumWriter(schema).Write(value, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The value written with one schema and read with another.</summary>
    public static AvroValue Resolve(string writer, string reader, AvroValue value)
    {
        AvroSchema writerSchema = AvroSchema.Parse(writer);
        return new DatumReader(writerSchema, AvroSchema.Parse(reader)).Read(Bytes(writerSchema, value));
    }

    /// <summary>A record of the schema text; what is not given takes its default.</summary>
    public static AvroValue Record(string schema, params ReadOnlySpan<(string Field, AvroValue Value)> fields) =>
        AvroValue.FromRecord(AvroRecord.Create((RecordSchema)AvroSchema.Parse(schema), fields));
}
