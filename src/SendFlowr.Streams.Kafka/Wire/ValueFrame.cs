using System.Buffers.Binary;
using System.Globalization;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Wire;

namespace SendFlowr.Streams.Kafka.Wire;

/// <summary>Gives the values of one topic the header of a registry in place of the single-object header. Immutable, thread-safe.</summary>
internal sealed class ValueFrame
{
    /// <summary>The two headers differ by so many bytes.</summary>
    private const int Surplus = SingleObject.HeaderBytes - WireFormat.HeaderBytes;

    private readonly string _topic;
    private readonly ulong _fingerprint;
    private readonly int _id;

    public ValueFrame(TopicSchema schema)
    {
        _topic = schema.Topic;
        _fingerprint = schema.Schema.Fingerprint;
        _id = schema.Id;
    }

    /// <summary>Overwrites the header, without moving the record behind it. Returns where the value begins now; one without a header stays.</summary>
    /// <exception cref="InvalidOperationException">The value was written with another schema than the topic's.</exception>
    public ReadOnlySpan<byte> Apply(Span<byte> value)
    {
        if (!SingleObject.TryReadHeader(value, out ulong fingerprint, out _))
        {
            return value;
        }

        if (fingerprint != _fingerprint)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"A value for '{_topic}' has the schema {fingerprint:x16}; the topic's is {_fingerprint:x16}."));
        }

        Span<byte> framed = value[Surplus..];
        framed[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(framed[1..], _id);
        return framed;
    }
}
