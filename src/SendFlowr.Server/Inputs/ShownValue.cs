using System.Buffers;
using System.Text;

namespace SendFlowr.Server.Inputs;

/// <summary>What of a value may stand in an error text: nothing that may name a person, nothing long, nothing unprintable.</summary>
internal static class ShownValue
{
    private const int MaxChars = 40;

    private static readonly SearchValues<char> NumberLetters = SearchValues.Create("+-() 0123456789");

    /// <summary>The value in quotes, or its length when it may not be shown.</summary>
    public static string Of(InputField field, ReadOnlySpan<char> value) =>
        field.IsIdentifying || !IsHarmless(value) ? $"a text of {value.Length} characters" : $"'{value}'";

    /// <summary>A path of fields, some of whose names a client made up.</summary>
    public static string Path(string path) => MayBePersonal(path) ? Name(path) : path;

    /// <summary>Whether a text may hold an address or a phone number.</summary>
    public static bool MayBePersonal(ReadOnlySpan<char> text)
    {
        if (text.Contains('@'))
        {
            return true;
        }

        int plus = text.IndexOf('+');
        return plus >= 0 && text.Length > plus + 5 && !text.Slice(plus + 1, 5).ContainsAnyExcept(NumberLetters);
    }

    /// <summary>A field's name that a client made up.</summary>
    public static string Name(ReadOnlySpan<char> name)
    {
        if (name.Contains('@') || name.Length > MaxChars || IsNumber(name))
        {
            return $"a name of {name.Length} characters";
        }

        StringBuilder text = new();
        foreach (char letter in name)
        {
            text.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '?' : letter);
        }

        return text.ToString();
    }

    /// <summary>Addresses have an @, international numbers begin with +.</summary>
    private static bool IsHarmless(ReadOnlySpan<char> value)
    {
        if (value.Length > MaxChars || value.TrimStart().StartsWith('+') || value.Contains('@'))
        {
            return false;
        }

        foreach (char letter in value)
        {
            if (char.IsControl(letter) || char.IsSurrogate(letter))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNumber(ReadOnlySpan<char> name) => name.Length >= 5 && !name.ContainsAnyExcept(NumberLetters);
}
