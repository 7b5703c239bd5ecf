using System.Text;

namespace SendFlowr.Connectors.Mapping;

/// <summary>Names of fields in error texts: cut and made printable, because they come from outside.</summary>
internal static class FieldName
{
    private const int MaxChars = 64;

    public static string Printable(ReadOnlySpan<byte> name)
    {
        string text = Encoding.UTF8.GetString(name.Length > MaxChars * 4 ? name[..(MaxChars * 4)] : name);
        StringBuilder result = new();
        foreach (char letter in text.Length > MaxChars ? text.AsSpan(0, MaxChars) : text)
        {
            result.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter);
        }

        return text.Length > MaxChars ? result.Append('…').ToString() : result.ToString();
    }
}
