using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Wire;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Wire;

/// <summary>
/// Values of a topic of the deployment: those with the header of a registry become single-object encoded values of the topic's own schema,
/// whichever schema wrote them; all others stay as they are.
/// </summary>
/// <remarks>Allocates nothing for values of the topic's own schema.</remarks>
internal sealed class TopicValueReader : ValueReader
{
    private readonly TopicSchema _schema;
    private readonly SchemaLookup _schemas;
    private readonly WireDecoder _decoder;
    private readonly AvroWriter _value = new();
    private int? _requiredId;
    private int? _knownId;

    public TopicValueReader(TopicSchema schema, SchemaLookup schemas)
    {
        _schema = schema;
        _schemas = schemas;
        _decoder = new WireDecoder(schemas.Find, schema.Schema.Schema);
    }

    internal override bool IsWaiting => _requiredId is { } id && !_schemas.IsAnswered(id);

    /// <inheritdoc/>
    /// <exception cref="KafkaFaultException">The registry does not say for the time being what the value is.</exception>
    public override ReadOnlySpan<byte> Read(ReadOnlySpan<byte> value)
    {
        if (!TryReadId(value, out int id))
        {
            return value;
        }

        if (id != _knownId)
        {
            _requiredId = id;
            _knownId = _schemas.Require(id) ? id : null;
        }

        try
        {
            WireSchema schema = _decoder.Open(value, out ReadOnlySpan<byte> body);
            _value.Clear();
            SingleObject.WriteHeader(_value, _schema.Schema.Fingerprint);
            schema.Transcoder.Transcode(body, _value);
            return _value.WrittenSpan;
        }
        catch (AvroDataException) when (_schema.IsOpen)
        {
            return value;
        }
        catch (InvalidOperationException)
        {
            // The lookup has forgotten it meanwhile: whoever tries again requires it again.
            _knownId = null;
            throw;
        }
    }
}
