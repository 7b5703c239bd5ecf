using System.Text.Json;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Json;
using SendFlowr.Avro.Schemas;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Server.Explanations;

/// <summary>Writes decisions as JSON.</summary>
internal static class DecisionAnswer
{
    private static readonly AvroSchema Schema = SchemaCatalog.Embedded.Current("decision").Schema;

    public static void Write(Utf8JsonWriter writer, DecisionRecord record) => Write(writer, new DecisionWriter().Write(record).ToArray());

    /// <summary>Writes a record as the topic keeps it.</summary>
    public static void Write(Utf8JsonWriter writer, byte[] record) => AvroJson.Write(writer, Schema, DecisionReader.ReadValue(record));
}
