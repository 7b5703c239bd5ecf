using System.Globalization;
using System.Text;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Resolves the escapes of a JSON string (RFC 8259 §7) that a JSON reader has already accepted.</summary>
internal static class JsonText
{
    /// <summary>Decodes into a target at least as long as the source; false for a surrogate without its partner.</summary>
    public static bool TryUnescape(ReadOnlySpan<byte> source, Span<byte> target, out int written)
    {
        written = 0;
        while (!source.IsEmpty)
        {
            int escape = source.IndexOf((byte)'\\');
            if (escape != 0)
            {
                int plain = escape < 0 ? source.Length : escape;
                source[..plain].CopyTo(target[written..]);
                written += plain;
                source = source[plain..];
                continue;
            }

            if (source[1] != (byte)'u')
            {
                target[written++] = Simple(source[1]);
                source = source[2..];
            }
            else if (TryRune(ref source, out Rune rune))
            {
                written += rune.EncodeToUtf8(target[written..]);
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static byte Simple(byte letter) => letter switch
    {
        (byte)'b' => 0x08,
        (byte)'f' => 0x0C,
        (byte)'n' => 0x0A,
        (byte)'r' => 0x0D,
        (byte)'t' => 0x09,
        _ => letter,
    };

    private static bool TryRune(ref ReadOnlySpan<byte> source, out Rune rune)
    {
        char first = Unit(source);
        source = source[6..];
        if (Rune.TryCreate(first, out rune))
        {
            return true;
        }

        if (source.Length >= 6 && source[0] == (byte)'\\' && source[1] == (byte)'u' && Rune.TryCreate(first, Unit(source), out rune))
        {
            source = source[6..];
            return true;
        }

        return false;
    }

    private static char Unit(ReadOnlySpan<byte> escape) =>
        (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
