using System.Globalization;

namespace SendFlowr.Avro.Schemas.Parsing;

/// <summary>Finds JSON escapes that stand for half a surrogate pair, which JSON permits and no text can hold.</summary>
internal static class SurrogateEscapes
{
    private const int EscapeLength = 6; // \uXXXX

    /// <returns>The index of the first one, or −1.</returns>
    public static int FindLone(ReadOnlySpan<char> text)
    {
        for (int index = text.IndexOf('\\'); index >= 0 && index < text.Length; index++)
        {
            if (text[index] != '\\')
                continue;
            if (!TryUnit(text[index..], out char unit))
            {
                index++; // whatever follows the backslash is part of the escape
                continue;
            }

            if (char.IsSurrogate(unit))
            {
                if (char.IsLowSurrogate(unit) || !TryUnit(text[(index + EscapeLength)..], out char low) || !char.IsLowSurrogate(low))
                    return index;
                index += EscapeLength;
            }

            index += EscapeLength - 1;
        }

        return -1;
    }

    private static bool TryUnit(ReadOnlySpan<char> text, out char unit)
    {
        ushort value = 0;
        bool found = text.Length >= EscapeLength && text[0] == '\\' && text[1] == 'u'
            && ushort.TryParse(text[2..EscapeLength], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        unit = (char)value;
        return found;
    }
}
