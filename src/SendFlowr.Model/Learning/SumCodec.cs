using System.Buffers;

namespace SendFlowr.Model.Learning;

/// <summary>
/// How arrays of sums are stored: each number as a zigzag varint as in Avro (7 bits a byte, least first), a run of zeros as one zero and
/// the length of the run less one. A day of few events is short, and one form serves day sums and priors.
/// </summary>
internal static class SumCodec
{
    private const int MaxBytes = 10;

    public static void Write(IBufferWriter<byte> into, long[][] arrays)
    {
        foreach (long[] array in arrays)
        {
            for (int i = 0; i < array.Length; i++)
            {
                WriteNumber(into, array[i]);
                if (array[i] == 0)
                {
                    int run = 1;
                    while (i + run < array.Length && array[i + run] == 0)
                    {
                        run++;
                    }

                    WriteNumber(into, run - 1);
                    i += run - 1;
                }
            }
        }
    }

    public static void WriteNumber(IBufferWriter<byte> into, long value)
    {
        ulong rest = unchecked((ulong)((value << 1) ^ (value >> 63)));
        Span<byte> bytes = into.GetSpan(MaxBytes);
        int length = 0;
        while (rest > 127)
        {
            bytes[length++] = (byte)((rest & 127) | 128);
            rest >>= 7;
        }

        bytes[length++] = (byte)rest;
        into.Advance(length);
    }

    /// <summary>Fills the arrays, which must be zero, and returns the bytes behind them.</summary>
    /// <exception cref="FormatException">Cut off, or a run that is too long.</exception>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> bytes, long[][] arrays)
    {
        foreach (long[] array in arrays)
        {
            for (int i = 0; i < array.Length; i++)
            {
                array[i] = ReadNumber(ref bytes);
                if (array[i] == 0)
                {
                    long run = ReadNumber(ref bytes);
                    if (run < 0 || run > array.Length - i - 1)
                    {
                        throw new FormatException($"Stored sums have a run of {run} zeros where at most {array.Length - i - 1} fit; the record is damaged.");
                    }

                    i += (int)run;
                }
            }
        }

        return bytes;
    }

    public static long ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int i = 0; i < MaxBytes && i < bytes.Length; i++)
        {
            value |= (ulong)(bytes[i] & 127) << (7 * i);
            if (bytes[i] < 128)
            {
                bytes = bytes[(i + 1)..];
                return unchecked((long)(value >> 1) ^ -(long)(value & 1));
            }
        }

        throw new FormatException($"Stored sums end within a number, {bytes.Length} bytes before the end of the record; was it cut?");
    }
}
