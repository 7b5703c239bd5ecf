using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SendFlowr.Model.Identity;

/// <summary>Values that stand for "nothing" or for everybody (<c>null</c>, <c>""</c>, <c>0</c>, <c>test@test.com</c> …) and must not become a key.</summary>
/// <remarks>
/// Compared without surrounding quotes and white space and without regard to ASCII case; the SHA-256 of such a value, as hex digits,
/// is blocked as well, in the spellings upstream systems hash (as listed, upper case, capitalized, each bare or quoted).
/// Template placeholders that were never filled in (<c>{{ email }}</c>) are blocked by their brackets. Immutable, thread-safe.
/// </remarks>
public sealed class BlockedValues
{
    private readonly Utf8Table<bool> values;
    private readonly (byte[] Open, byte[] Close)[] wrappers;
    private readonly int maxValueBytes;

    internal BlockedValues(IReadOnlyList<string> blocked, IReadOnlyList<(string Open, string Close)> placeholderWrappers)
    {
        HashSet<string> all = [.. blocked];
        all.UnionWith(HashesOf(blocked));
        values = new([.. all.Select(value => KeyValuePair.Create(value, true))]);
        maxValueBytes = all.Max(Encoding.UTF8.GetByteCount);
        wrappers = [.. placeholderWrappers.Select(pair => (Encoding.UTF8.GetBytes(pair.Open), Encoding.UTF8.GetBytes(pair.Close)))];
    }

    /// <summary>True when the value, given in UTF-8 in any case and quoting, must not become a key. Allocates nothing.</summary>
    public bool Contains(ReadOnlySpan<byte> value)
    {
        ReadOnlySpan<byte> bare = Unquote(value);
        if (bare.IsEmpty)
        {
            return true;
        }

        foreach ((byte[] open, byte[] close) in wrappers)
        {
            if (bare[0] == open[0] && bare.StartsWith(open) && bare.EndsWith(close))
            {
                return true;
            }
        }

        if (bare.Length > maxValueBytes)
        {
            return false;
        }

        Span<byte> lower = stackalloc byte[bare.Length];
        Ascii.ToLower(bare, lower, out int written);
        return written == bare.Length && values.TryGet(lower, out _);
    }

    private static HashSet<string> HashesOf(IEnumerable<string> blocked)
    {
        HashSet<string> hashes = [];
        foreach (string value in blocked.Append(""))
        {
            string capitalized = value.Length == 0 ? value : char.ToUpperInvariant(value[0]) + value[1..];
            string objectCase = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(value).Replace("[Object", "[object", StringComparison.Ordinal);
            foreach (string spelling in (string[])[value, value.ToUpperInvariant(), capitalized, objectCase])
            {
                foreach (string quoted in (string[])[spelling, $"\"{spelling}\"", $"'{spelling}'"])
                {
                    hashes.Add(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(quoted))));
                }
            }
        }

        return hashes;
    }

    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> value)
    {
        while (true)
        {
            ReadOnlySpan<byte> inner = Utf8Text.Trim(value);
            int leading = LeadingQuote(inner);
            inner = inner[leading..];
            inner = inner[..^TrailingQuote(inner)];
            if (inner.Length == value.Length)
            {
                return inner;
            }

            value = inner;
        }
    }

    private static int LeadingQuote(ReadOnlySpan<byte> text)
    {
        int escape = text.Length > 1 && text[0] == (byte)'\\' ? 1 : 0;
        int quote = QuoteLength(text[escape..]);
        return quote == 0 ? 0 : escape + quote;
    }

    private static int TrailingQuote(ReadOnlySpan<byte> text)
    {
        int quote = text.Length >= 3 && QuoteLength(text[^3..]) == 3 ? 3
            : text.Length >= 2 && QuoteLength(text[^2..]) == 2 ? 2
            : text.Length >= 1 && QuoteLength(text[^1..]) == 1 ? 1 : 0;
        bool escaped = quote > 0 && text.Length > quote && text[^(quote + 1)] == (byte)'\\';
        return quote + (escaped ? 1 : 0);
    }

    /// <summary>Length of the quotation mark the text begins with: ASCII 1, « » 2, typographic marks 3; 0 when there is none.</summary>
    private static int QuoteLength(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        return text[0] switch
        {
            (byte)'"' or (byte)'\'' or (byte)'`' => 1,
            0xC2 when text.Length >= 2 && text[1] is 0xAB or 0xBB => 2,
            0xE2 when text.Length >= 3 && text[1] == 0x80 && text[2] is >= 0x98 and <= 0x9F => 3,
            _ => 0,
        };
    }
}
