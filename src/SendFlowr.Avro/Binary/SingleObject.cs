using System.Buffers.Binary;

namespace SendFlowr.Avro.Binary;

/// <summary>Single-object encoding of the Avro specification: C3 01, the schema's fingerprint as 8 little-endian bytes, the
/// record.</summary>
public static class SingleObject
{
    /// <summary>Bytes of the header.</summary>
    public const int HeaderBytes = 2 + sizeof(ulong);

    private const byte Marker = 0xC3;
    private const byte Version = 0x01;

    /// <summary>Writes the header; the record of the schema with that fingerprint follows.</summary>
    public static void WriteHeader(AvroWriter output, ulong fingerprint)
    {
        ArgumentNullException.ThrowIfNull(output);
        Span<byte> header = [Marker, Version, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt64LittleEndian(header[2..], fingerprint);
        output.WriteFixed(header);
    }

    /// <summary>Reads the header, if there is one.</summary>
    /// <param name="data">A header and a record, or anything else.</param>
    /// <param name="fingerprint">The fingerprint of the writer's schema; 0 without a header.</param>
    /// <param name="body">The record's bytes; empty without a header.</param>
    public static bool TryReadHeader(ReadOnlySpan<byte> data, out ulong fingerprint, out ReadOnlySpan<byte> body)
    {
        if (data.Length < HeaderBytes || data[0] != Marker || data[1] != Version)
        {
            fingerprint = 0;
            body = default;
            return false;
        }

        fingerprint = BinaryPrimitives.ReadUInt64LittleEndian(data[2..]);
        body = data[HeaderBytes..];
        return true;
    }
}
