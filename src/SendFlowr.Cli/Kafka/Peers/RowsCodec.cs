using System.Buffers.Binary;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Kafka.Peers;

/// <summary>
/// Rows on the way between instances: 1 byte (1: of a standby), 8 bytes (milliseconds behind), then for each row 4 bytes with its length, −1 when
/// there is none, and its bytes; numbers little-endian.
/// </summary>
internal static class RowsCodec
{
    private const int HeaderBytes = 1 + sizeof(long);

    public static byte[] Write(RowStanding standing, IReadOnlyList<byte[]?> rows)
    {
        byte[] bytes = new byte[HeaderBytes + rows.Sum(row => sizeof(int) + (row?.Length ?? 0))];
        bytes[0] = standing.IsStandby ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), standing.BehindMilliseconds);
        int offset = HeaderBytes;
        foreach (byte[]? row in rows)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), row?.Length ?? -1);
            offset += sizeof(int);
            row?.CopyTo(bytes, offset);
            offset += row?.Length ?? 0;
        }

        return bytes;
    }

    /// <exception cref="InvalidDataException">No such bytes; the other instance is of another version.</exception>
    public static (RowStanding Standing, byte[]?[] Rows) Read(ReadOnlySpan<byte> bytes, int count)
    {
        if (bytes.Length < HeaderBytes)
        {
            throw Bad(bytes.Length);
        }

        RowStanding standing = new(bytes[0] == 1, BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]));
        byte[]?[] rows = new byte[]?[count];
        int length = bytes.Length;
        bytes = bytes[HeaderBytes..];
        for (int i = 0; i < count; i++)
        {
            int row = bytes.Length >= sizeof(int) ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : int.MaxValue;
            if (row > bytes.Length - sizeof(int))
            {
                throw Bad(length);
            }

            bytes = bytes[sizeof(int)..];
            rows[i] = row < 0 ? null : bytes[..row].ToArray();
            bytes = bytes[Math.Max(row, 0)..];
        }

        return (standing, rows);
    }

    private static InvalidDataException Bad(int length) =>
        new($"{length} bytes of rows from another instance cannot be read: run the same version on all instances.");
}
