using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace SendFlowr.Model.Identity;

/// <summary>Brings identifier values to the one form in which they are compared. Immutable, thread-safe; allocates only the result.</summary>
public sealed class IdentifierNormalizer(IdentifierRules rules)
{
    /// <summary>Greatest length of a normalized value, in bytes of UTF-8.</summary>
    public const int MaxValueBytes = 256;

    private const int HashHexDigits = 64;

    /// <summary>Bytes that cannot stand in a bare address: they show that the field holds a display name or a list.</summary>
    private static readonly SearchValues<byte> NotInEmail = SearchValues.Create(" <>,;\"\\()[]:"u8);

    /// <summary>The normalizer of the built-in rules.</summary>
    public static IdentifierNormalizer Default { get; } = new(IdentifierRules.Default);

    public IdentifierRules Rules => rules;

    /// <summary>Normalizes a value given in UTF-8.</summary>
    /// <param name="form">How the value is written.</param>
    /// <param name="raw">The value as it came.</param>
    /// <param name="defaultCountry">ISO code of the country of national phone numbers, null when there is none.</param>
    /// <param name="value">The normalized value; empty unless the result is <see cref="IdentifierProblem.None"/>.</param>
    public IdentifierProblem Normalize(IdentifierForm form, ReadOnlySpan<byte> raw, string? defaultCountry, out string value)
    {
        value = "";
        if (rules.Blocked.Contains(raw))
        {
            return IdentifierProblem.Blocked;
        }

        ReadOnlySpan<byte> text = Utf8Text.Trim(raw);
        if (text.Length > MaxValueBytes)
        {
            return IdentifierProblem.TooLong;
        }

        if (!System.Text.Unicode.Utf8.IsValid(text))
        {
            return IdentifierProblem.NotText;
        }

        if (Utf8Text.HasControl(text))
        {
            return IdentifierProblem.ControlCharacter;
        }

        switch (form)
        {
            case IdentifierForm.Email:
                return HashEmail(text, ref value);
            case IdentifierForm.EmailHash:
                return LowerHash(text, ref value);
            case IdentifierForm.Phone:
                return rules.Phones.Normalize(text, defaultCountry, out value);
            case IdentifierForm.Text:
                value = Encoding.UTF8.GetString(text);
                return IdentifierProblem.None;
            default:
                throw new ArgumentOutOfRangeException(nameof(form), form, "Not a member of the list.");
        }
    }

    /// <inheritdoc cref="Normalize(IdentifierForm, ReadOnlySpan{byte}, string?, out string)"/>
    public IdentifierProblem Normalize(IdentifierForm form, ReadOnlySpan<char> raw, string? defaultCountry, out string value)
    {
        value = "";
        const int maxChars = 2048;
        if (raw.Length > maxChars)
        {
            return IdentifierProblem.TooLong;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(raw.Length));
        try
        {
            OperationStatus status = System.Text.Unicode.Utf8.FromUtf16(raw, rented, out _, out int written, replaceInvalidSequences: false);
            return status == OperationStatus.Done
                ? Normalize(form, rented.AsSpan(0, written), defaultCountry, out value)
                : IdentifierProblem.NotText;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private static IdentifierProblem HashEmail(ReadOnlySpan<byte> address, ref string value)
    {
        int at = address.LastIndexOf((byte)'@');
        if (at <= 0 || at == address.Length - 1 || address.ContainsAny(NotInEmail))
        {
            return IdentifierProblem.NotAnEmail;
        }

        Span<byte> lower = stackalloc byte[MaxValueBytes * 3];
        lower = lower[..ToLower(address, lower)];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(lower, digest);
        value = Convert.ToHexStringLower(digest);
        return IdentifierProblem.None;
    }

    private IdentifierProblem LowerHash(ReadOnlySpan<byte> hash, ref string value)
    {
        if (hash.Length != HashHexDigits)
        {
            return IdentifierProblem.NotAHash;
        }

        foreach (byte digit in hash)
        {
            if (!char.IsAsciiHexDigit((char)digit))
            {
                return IdentifierProblem.NotAHash;
            }
        }

        Span<byte> lower = stackalloc byte[HashHexDigits];
        Ascii.ToLower(hash, lower, out _);
        value = Encoding.ASCII.GetString(lower);
        return IdentifierProblem.None;
    }

    private static int ToLower(ReadOnlySpan<byte> text, Span<byte> lower)
    {
        if (Ascii.ToLower(text, lower, out int written) == OperationStatus.Done)
        {
            return written;
        }

        Span<char> chars = stackalloc char[MaxValueBytes];
        Span<char> lowerChars = stackalloc char[MaxValueBytes];
        int count = Encoding.UTF8.GetChars(text, chars);
        ((ReadOnlySpan<char>)chars[..count]).ToLowerInvariant(lowerChars);
        return Encoding.UTF8.GetBytes(lowerChars[..count], lower);
    }
}
