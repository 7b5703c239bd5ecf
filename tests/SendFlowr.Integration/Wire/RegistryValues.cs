using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Wire;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Integration.Wire;

/// <summary>A registry as a test asks it, and values in its wire format.</summary>
internal sealed class RegistryValues(Uri address) : IDisposable
{
    private readonly RegistryClient _registry = new(new RegistryOptions { Address = address }, TimeProvider.System);

    public int Register(string subject, string schema) => _registry.RegisterAsync(subject, schema, CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>The id of the newest schema of a topic's values; null when there is none.</summary>
    public int? IdOf(string topic) => _registry.FindLatestAsync(RegistryClient.SubjectOf(topic), CancellationToken.None).GetAwaiter().GetResult()?.Id;

    /// <summary>Reads a value as a client of the registry would.</summary>
    public AvroRecord Read(byte[] value) => new WireDecoder(id => _registry.FindSchemaAsync(id, CancellationToken.None).GetAwaiter().GetResult()).Read(value).AsRecord();

    /// <summary>A record of a schema behind its id.</summary>
    public static byte[] Write(int id, string schema, params (string Field, AvroValue Value)[] fields)
    {
        RecordSchema record = (RecordSchema)AvroSchema.Parse(schema);
        AvroWriter writer = new();
        WireFormat.WriteHeader(writer, id);
        new DatumWriter(record).Write(AvroValue.FromRecord(AvroRecord.Create(record, fields)), writer);
        return writer.WrittenSpan.ToArray();
    }

    public void Dispose() => _registry.Dispose();
}
