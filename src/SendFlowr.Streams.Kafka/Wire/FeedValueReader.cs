using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Wire;

/// <summary>Values of a feed, left as they are: sees to it that the schema of each is known before a task decodes it.</summary>
internal sealed class FeedValueReader(SchemaLookup schemas) : ValueReader
{
    private int? _requiredId;

    internal override bool IsWaiting => _requiredId is { } id && !schemas.IsAnswered(id);

    /// <inheritdoc/>
    /// <exception cref="KafkaFaultException">The registry does not say for the time being what the value is.</exception>
    public override ReadOnlySpan<byte> Read(ReadOnlySpan<byte> value)
    {
        if (TryReadId(value, out int id))
        {
            _requiredId = id;
            schemas.Require(id);
        }

        return value;
    }
}
