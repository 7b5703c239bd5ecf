using System.Text;

namespace SendFlowr.Avro.Schemas;

/// <summary>CRC-64-AVRO, the 64-bit Rabin fingerprint of the Avro specification ("Schema Fingerprints"). Thread-safe.</summary>
public static class RabinFingerprint
{
    /// <summary>The fingerprint of no bytes, and the polynomial.</summary>
    public const ulong Empty = 0xC15D_213A_A4D7_A795;

    private static readonly ulong[] Table = CreateTable();

    /// <summary>Fingerprint of a text's UTF-8 bytes.</summary>
    public static ulong Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong fingerprint = Empty;
        foreach (byte value in bytes)
            fingerprint = (fingerprint >> 8) ^ Table[(int)((fingerprint ^ value) & 0xFF)];
        return fingerprint;
    }

    private static ulong[] CreateTable()
    {
        ulong[] table = new ulong[256];
        for (int index = 0; index < table.Length; index++)
        {
            ulong value = (ulong)index;
            for (int bit = 0; bit < 8; bit++)
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Empty;
            table[index] = value;
        }

        return table;
    }
}
