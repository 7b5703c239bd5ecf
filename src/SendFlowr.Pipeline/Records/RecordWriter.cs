using SendFlowr.Avro.Binary;

namespace SendFlowr.Pipeline.Records;

/// <summary>A reused buffer that records of one type are written into, header first. Not thread-safe.</summary>
public sealed class RecordWriter
{
    private readonly WireSchema _schema;
    private readonly AvroWriter _writer = new();

    public RecordWriter(WireSchema schema) => _schema = schema;

    /// <summary>The record written since <see cref="Begin"/>; valid until the next one.</summary>
    public ReadOnlySpan<byte> Bytes => _writer.WrittenSpan;

    /// <summary>Starts a record; write its fields to what is returned.</summary>
    public AvroWriter Begin()
    {
        _writer.Clear();
        SingleObject.WriteHeader(_writer, _schema.Fingerprint);
        return _writer;
    }
}
