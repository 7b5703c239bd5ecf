using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Wire;

namespace SendFlowr.Streams.Kafka.Wire;

/// <summary>Values of one input as its processors expect them. One thread at a time.</summary>
public abstract class ValueReader
{
    /// <summary>The value, or a translation that is valid until the next one is read.</summary>
    /// <exception cref="AvroDataException">It cannot be read, and is of a topic that only this program writes to.</exception>
    public abstract ReadOnlySpan<byte> Read(ReadOnlySpan<byte> value);

    /// <summary>The value that could not be read last still cannot: the registry has not said yet what it is. Asks nothing.</summary>
    internal abstract bool IsWaiting { get; }

    /// <summary>The id of a value with the header of a registry.</summary>
    internal static bool TryReadId(ReadOnlySpan<byte> value, out int id)
    {
        id = 0;
        bool isFramed = value.Length >= WireFormat.HeaderBytes && value[0] == 0;
        if (isFramed)
        {
            WireFormat.ReadHeader(value, out id);
        }

        return isFramed;
    }
}
