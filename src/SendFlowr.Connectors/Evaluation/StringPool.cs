using System.Buffers.Binary;
using System.Text;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Strings that come again and again (types, channels, campaign and attribute names), made once. Bounded; not thread-safe.</summary>
internal sealed class StringPool
{
    private const int Size = 2048;
    private const int MaxBytes = 64;

    private readonly string[] strings = new string[Size];

    public string Get(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxBytes)
        {
            return Encoding.UTF8.GetString(text);
        }

        ref string slot = ref strings[Hash(text) & (Size - 1)];
        if (slot is not null && Ascii.Equals(text, slot))
        {
            return slot;
        }

        return slot = Encoding.UTF8.GetString(text);
    }

    private static int Hash(ReadOnlySpan<byte> text)
    {
        unchecked
        {
            ulong first = 0;
            ulong last = 0;
            if (text.Length >= 8)
            {
                first = BinaryPrimitives.ReadUInt64LittleEndian(text);
                last = BinaryPrimitives.ReadUInt64LittleEndian(text[^8..]);
            }
            else
            {
                foreach (byte letter in text)
                {
                    first = (first << 8) | letter;
                }
            }

            return (int)(((first ^ (last * 0x9E3779B97F4A7C15UL) ^ (ulong)text.Length) * 0xD6E8FEB86659FD93UL) >> 33);
        }
    }
}
