namespace SendFlowr.Streams.Buffers;

/// <summary>Unsigned 32-bit numbers in 1 to 5 bytes, 7 bits each, least significant first.</summary>
internal static class Varint
{
    public const int MaxBytes = 5;

    /// <summary>Writes the number and returns the bytes used.</summary>
    public static int Write(Span<byte> bytes, uint value)
    {
        int length = 0;
        while (value >= 0x80)
        {
            bytes[length++] = (byte)((value & 0x7f) | 0x80);
            value >>= 7;
        }

        bytes[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads a number at the offset and moves the offset behind it.</summary>
    /// <exception cref="InvalidDataException">The bytes end within the number, or it does not fit 32 bits.</exception>
    public static uint Read(ReadOnlySpan<byte> bytes, ref int offset)
    {
        uint first = (uint)offset < (uint)bytes.Length ? bytes[offset] : throw Bad();
        offset++;
        if (first < 0x80)
        {
            return first;
        }

        ulong value = first & 0x7f;
        for (int shift = 7; shift < 7 * MaxBytes; shift += 7)
        {
            ulong next = (uint)offset < (uint)bytes.Length ? bytes[offset] : throw Bad();
            offset++;
            value |= (next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value <= uint.MaxValue ? (uint)value : throw Bad();
            }
        }

        throw Bad();
    }

    private static InvalidDataException Bad() => new("A number in the log is cut short or too long.");
}
