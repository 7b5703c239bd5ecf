using System.Buffers.Binary;
using SendFlowr.Avro.Binary;

namespace SendFlowr.Avro.Wire;

/// <summary>The wire format of Confluent's serializers: a zero byte, the schema's id as 4 big-endian bytes, the record.</summary>
public static class WireFormat
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderBytes = 1 + sizeof(int);

    private const byte Magic = 0;

    /// <summary>Writes the header; the record of the schema with that id follows.</summary>
    public static void WriteHeader(AvroWriter output, int schemaId)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> header = [Magic, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(header[1..], schemaId);
        output.WriteFixed(header);
    }

    /// <summary>Takes a message apart.</summary>
    /// <param name="message">Header and record.</param>
    /// <param name="schemaId">The registry's id of the writer's schema.</param>
    /// <returns>The record's bytes: a view into the message.</returns>
    /// <exception cref="AvroDataException">The message is too short, or begins with another byte.</exception>
    public static ReadOnlySpan<byte> ReadHeader(ReadOnlySpan<byte> message, out int schemaId)
    {
        if (message.IsEmpty || message[0] != Magic)
        {
            string found = message.IsEmpty ? "is empty" : $"begins with the byte {message[0]}";
            throw new AvroDataException(
                $"The message {found}; Avro from a schema registry begins with 0 and the id of its schema. If the topic holds JSON or plain "
                + "Avro, say so where it is configured.");
        }

        if (message.Length < HeaderBytes)
        {
            throw new AvroDataException(
                $"The message has {message.Length} bytes; the header alone takes {HeaderBytes}: it was cut short. Write it with a serializer "
                + "for a schema registry.");
        }

        schemaId = BinaryPrimitives.ReadInt32BigEndian(message[1..]);
        return message[HeaderBytes..];
    }
}
