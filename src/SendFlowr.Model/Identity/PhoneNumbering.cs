using System.Collections.Frozen;

namespace SendFlowr.Model.Identity;

/// <summary>What is needed to read a national phone number of one country.</summary>
/// <param name="Iso">ISO 3166-1 alpha-2 code in upper case.</param>
/// <param name="CallingCode">Digits of the country calling code.</param>
/// <param name="TrunkPrefix">Digits dialled before a national number and left out of E.164; empty when there are none.</param>
/// <param name="MinDigits">Fewest digits of a national significant number, inclusive.</param>
/// <param name="MaxDigits">Most digits of a national significant number, inclusive.</param>
/// <param name="InternationalPrefix">Digits dialled for <c>+</c>.</param>
public sealed record PhoneCountry(
    string Iso, string CallingCode, string TrunkPrefix, int MinDigits, int MaxDigits, string InternationalPrefix);

/// <summary>Brings phone numbers to E.164. Immutable, thread-safe; allocates nothing but the result.</summary>
/// <remarks>
/// International: <c>+</c> or the default country's international prefix, a calling code of ITU-T E.164 Annex list, 8 … 15 digits in all.
/// National: the default country's trunk prefix is dropped; the rest must have a length its numbering plan knows.
/// In plan +1 an area code begins with 2 … 9. Separators (space, hyphens, dots, slashes, parentheses) are dropped; letters are refused.
/// Lengths are the widest the plans allow: what passes may still be unassigned, what is refused cannot be valid.
/// </remarks>
public sealed class PhoneNumbering
{
    private const int MinE164Digits = 8;
    private const int MaxE164Digits = 15;
    private const int MaxInputDigits = 24;

    private readonly FrozenSet<int> callingCodes;
    private readonly FrozenDictionary<string, PhoneCountry> countries;
    private readonly FrozenSet<int> trunkZeroCodes;

    internal PhoneNumbering(IReadOnlyList<string> codes, IReadOnlyList<PhoneCountry> countryList)
    {
        callingCodes = codes.Select(code => ParseDigits(code)).ToFrozenSet();
        countries = countryList.ToFrozenDictionary(country => country.Iso, StringComparer.OrdinalIgnoreCase);
        trunkZeroCodes = countryList.Where(country => country.TrunkPrefix == "0")
            .Select(country => ParseDigits(country.CallingCode)).ToFrozenSet();
    }

    /// <summary>The countries that may be a default, by ISO code.</summary>
    public IReadOnlyCollection<string> CountryCodes => countries.Keys;

    /// <summary>True for a known ISO 3166-1 alpha-2 code of any case.</summary>
    public bool KnowsCountry(string iso) => countries.ContainsKey(iso);

    /// <summary>Reads a number written in UTF-8. <paramref name="e164"/> is empty unless the result is <see cref="IdentifierProblem.None"/>.</summary>
    /// <param name="text">The number as written.</param>
    /// <param name="defaultCountry">ISO code of the country of national numbers, null when there is none.</param>
    /// <param name="e164">The result: <c>+</c> and 8 … 15 digits.</param>
    /// <exception cref="ArgumentException">The default country is not in the table.</exception>
    public IdentifierProblem Normalize(ReadOnlySpan<byte> text, string? defaultCountry, out string e164)
    {
        e164 = "";
        PhoneCountry? country = null;
        if (defaultCountry is not null && !countries.TryGetValue(defaultCountry, out country))
        {
            throw new ArgumentException($"'{defaultCountry}' is no country of the phone table.", nameof(defaultCountry));
        }

        Span<byte> digits = stackalloc byte[MaxInputDigits];
        if (!TryExtractDigits(text, digits, out int count, out bool plus, out int optionalZeroAt))
        {
            return IdentifierProblem.NotAPhoneNumber;
        }

        digits = digits[..count];
        if (!plus && country is not null && StartsWith(digits, country.InternationalPrefix))
        {
            plus = true;
            digits = digits[country.InternationalPrefix.Length..];
            optionalZeroAt -= country.InternationalPrefix.Length;
        }
        else if (!plus && country is null)
        {
            return IdentifierProblem.CountryNeeded;
        }

        return plus
            ? International(digits, optionalZeroAt, ref e164)
            : National(digits, country!, ref e164);
    }

    private IdentifierProblem International(Span<byte> digits, int optionalZeroAt, ref string e164)
    {
        int code = CallingCodeOf(digits, out int codeLength);
        if (code == 0)
        {
            return IdentifierProblem.UnknownCallingCode;
        }

        if (optionalZeroAt == codeLength && trunkZeroCodes.Contains(code))
        {
            // "+44 (0)20 …": the zero is dialled inside the country only.
            digits[(codeLength + 1)..].CopyTo(digits[codeLength..]);
            digits = digits[..^1];
        }

        return Finish(digits, codeLength, code, ref e164);
    }

    private static IdentifierProblem National(Span<byte> digits, PhoneCountry country, ref string e164)
    {
        ReadOnlySpan<byte> national = digits;
        if (country.TrunkPrefix.Length > 0 && StartsWith(digits, country.TrunkPrefix) && Fits(digits.Length - country.TrunkPrefix.Length, country))
        {
            national = digits[country.TrunkPrefix.Length..];
        }
        else if (!Fits(digits.Length, country))
        {
            if (!StartsWith(digits, country.CallingCode) || !Fits(digits.Length - country.CallingCode.Length, country))
            {
                return IdentifierProblem.NotAPhoneNumber;
            }

            national = digits[country.CallingCode.Length..];
        }

        Span<byte> full = stackalloc byte[country.CallingCode.Length + national.Length];
        for (int i = 0; i < country.CallingCode.Length; i++)
        {
            full[i] = (byte)country.CallingCode[i];
        }

        national.CopyTo(full[country.CallingCode.Length..]);
        return Finish(full, country.CallingCode.Length, ParseDigits(country.CallingCode), ref e164);
    }

    private static IdentifierProblem Finish(ReadOnlySpan<byte> digits, int codeLength, int code, ref string e164)
    {
        ReadOnlySpan<byte> national = digits[codeLength..];
        bool valid = digits.Length is >= MinE164Digits and <= MaxE164Digits
            && national.ContainsAnyExcept((byte)'0')
            && (code != 1 || (national.Length == 10 && national[0] >= (byte)'2'));
        if (!valid)
        {
            return IdentifierProblem.NotAPhoneNumber;
        }

        e164 = string.Create(digits.Length + 1, digits, static (chars, source) =>
        {
            chars[0] = '+';
            for (int i = 0; i < source.Length; i++)
            {
                chars[i + 1] = (char)source[i];
            }
        });
        return IdentifierProblem.None;
    }

    private int CallingCodeOf(ReadOnlySpan<byte> digits, out int length)
    {
        int code = 0;
        for (length = 1; length <= 3 && length < digits.Length && digits[0] != (byte)'0'; length++)
        {
            code = (code * 10) + (digits[length - 1] - '0');
            if (callingCodes.Contains(code))
            {
                return code;
            }
        }

        return 0;
    }

    /// <summary>The digits, whether a plus came first, and at which digit a lone "(0)" stood (−1 when none did).</summary>
    private static bool TryExtractDigits(ReadOnlySpan<byte> text, Span<byte> digits, out int count, out bool plus, out int optionalZeroAt)
    {
        text = Utf8Text.Trim(text);
        plus = false;
        count = 0;
        optionalZeroAt = -1;
        for (int i = 0; i < text.Length; i++)
        {
            byte value = text[i];
            if (value is >= (byte)'0' and <= (byte)'9')
            {
                if (count == digits.Length)
                {
                    return false;
                }

                if (value == '0' && i > 0 && text[i - 1] == '(' && i + 1 < text.Length && text[i + 1] == ')')
                {
                    optionalZeroAt = count;
                }

                digits[count++] = value;
            }
            else if (value == '+' && count == 0 && !plus)
            {
                plus = true;
            }
            else
            {
                int separator = SeparatorLength(text[i..]);
                if (separator == 0)
                {
                    return false;
                }

                i += separator - 1;
            }
        }

        return count > 1;
    }

    private static int SeparatorLength(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)' ' or (byte)'-' or (byte)'.' or (byte)'/' or (byte)'(' or (byte)')' or (byte)'\t' => 1,
        0xC2 when text.Length >= 2 && text[1] == 0xA0 => 2,
        0xE2 when text.Length >= 3 && text[1] == 0x80 && text[2] is (>= 0x80 and <= 0x95) or 0xAF => 3,
        _ => 0,
    };

    private static bool Fits(int length, PhoneCountry country) => length >= country.MinDigits && length <= country.MaxDigits;

    private static bool StartsWith(ReadOnlySpan<byte> digits, string prefix)
    {
        if (digits.Length < prefix.Length)
        {
            return false;
        }

        for (int i = 0; i < prefix.Length; i++)
        {
            if (digits[i] != prefix[i])
            {
                return false;
            }
        }

        return true;
    }

    private static int ParseDigits(string digits) => int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
}
