using System.Buffers;
using System.Text;

namespace SendFlowr.Model.Identity;

/// <summary>Trimming and checks on UTF-8 text without making strings.</summary>
internal static class Utf8Text
{
    private static readonly SearchValues<byte> AsciiControls =
        SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(value => (byte)value), 0x7F]);

    /// <summary>Without leading and trailing Unicode white space (and byte order marks).</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(text, out Rune rune, out int length);
            if (status != OperationStatus.Done || !IsSpace(rune))
            {
                break;
            }

            text = text[length..];
        }

        while (!text.IsEmpty)
        {
            OperationStatus status = Rune.DecodeLastFromUtf8(text, out Rune rune, out int length);
            if (status != OperationStatus.Done || !IsSpace(rune))
            {
                break;
            }

            text = text[..^length];
        }

        return text;
    }

    /// <summary>True for a C0 or C1 control character or DEL anywhere.</summary>
    public static bool HasControl(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAny(AsciiControls))
        {
            return true;
        }

        // C1 controls U+0080 … U+009F are C2 80 … C2 9F.
        for (int at = text.IndexOf((byte)0xC2); at >= 0 && at + 1 < text.Length;)
        {
            if (text[at + 1] is >= 0x80 and <= 0x9F)
            {
                return true;
            }

            int next = text[(at + 1)..].IndexOf((byte)0xC2);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return false;
    }

    private static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value == 0xFEFF;
}
