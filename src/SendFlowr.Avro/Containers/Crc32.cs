namespace SendFlowr.Avro.Containers;

/// <summary>CRC-32 of ISO-HDLC (polynomial 0x04C11DB7, reflected), which Avro's snappy codec appends to a block. Thread-safe.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(static value => Remainder((uint)value))];

    public static uint Of(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
            crc = Table[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Remainder(uint value)
    {
        for (int bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
        return value;
    }
}
