using System.Buffers.Binary;

namespace SendFlowr.Model.Learning;

/// <summary>
/// How the sums of a day travel: format byte 1, number of events, the 7 weekday sums, then every cell that is not zero as its index
/// (2 bytes) and its sum; numbers little-endian, sums of 8 bytes. A day of few events touches few of the 2,016 cells.
/// </summary>
internal static class DaySumsFormat
{
    private const byte Format = 1;
    private const int HeaderBytes = 1 + sizeof(long) + (DaySums.DaysPerWeek * sizeof(long));
    private const int CellBytes = sizeof(ushort) + sizeof(long);

    public static byte[] Write(long events, ReadOnlySpan<long> weekdays, ReadOnlySpan<long> cells)
    {
        byte[] bytes = new byte[HeaderBytes + ((cells.Length - cells.Count(0L)) * CellBytes)];
        bytes[0] = Format;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), events);
        for (int day = 0; day < weekdays.Length; day++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1 + sizeof(long) + (day * sizeof(long))), weekdays[day]);
        }

        Span<byte> rest = bytes.AsSpan(HeaderBytes);
        for (int cell = 0; cell < cells.Length; cell++)
        {
            if (cells[cell] != 0)
            {
                BinaryPrimitives.WriteUInt16LittleEndian(rest, (ushort)cell);
                BinaryPrimitives.WriteInt64LittleEndian(rest[sizeof(ushort)..], cells[cell]);
                rest = rest[CellBytes..];
            }
        }

        return bytes;
    }

    /// <summary>Fills the sums, which must be zero, and returns the number of events.</summary>
    public static long Read(ReadOnlySpan<byte> bytes, Span<long> weekdays, Span<long> cells)
    {
        if (bytes.Length < HeaderBytes || bytes[0] != Format || (bytes.Length - HeaderBytes) % CellBytes != 0)
        {
            throw new FormatException(
                $"Stored day sums have format {Format} and {HeaderBytes} bytes and more; these have {bytes.Length} bytes. Was the record cut, or written by a newer release?");
        }

        for (int day = 0; day < weekdays.Length; day++)
        {
            weekdays[day] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(1 + sizeof(long) + (day * sizeof(long)))..]);
        }

        for (ReadOnlySpan<byte> rest = bytes[HeaderBytes..]; !rest.IsEmpty; rest = rest[CellBytes..])
        {
            int cell = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            if (cell >= cells.Length)
            {
                throw new FormatException($"Stored day sums name cell {cell}; a week has {cells.Length}. The record is damaged.");
            }

            cells[cell] = BinaryPrimitives.ReadInt64LittleEndian(rest[sizeof(ushort)..]);
        }

        return BinaryPrimitives.ReadInt64LittleEndian(bytes[1..]);
    }
}
