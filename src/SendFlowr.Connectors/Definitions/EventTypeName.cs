using System.Text;

namespace SendFlowr.Connectors.Definitions;

/// <summary>The spelling of event types: lower_snake, a letter first, at most 64 characters.</summary>
public static class EventTypeName
{
    public const int MaxLength = 64;

    /// <summary>The rule in words.</summary>
    public const string Rule = "use lower-case letters, digits and _, at most 64, beginning with a letter, for example clicked";

    public static bool IsValid(ReadOnlySpan<byte> name)
    {
        if (name.Length is 0 or > MaxLength || name[0] is < (byte)'a' or > (byte)'z')
        {
            return false;
        }

        foreach (byte letter in name)
        {
            if (letter is not ((>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9') or (byte)'_'))
            {
                return false;
            }
        }

        return true;
    }

    public static bool IsValid(string name)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        return Encoding.UTF8.TryGetBytes(name, bytes, out int count) && IsValid(bytes[..count]);
    }

    /// <summary>Brings a platform's name to this spelling: <c>Opened E-Mail</c> becomes <c>opened_e_mail</c>. May be empty or too long.</summary>
    /// <param name="name">UTF-8 text.</param>
    /// <param name="target">At least as long as the name.</param>
    /// <returns>The number of bytes written.</returns>
    public static int ToSnake(ReadOnlySpan<byte> name, Span<byte> target)
    {
        int length = 0;
        bool gap = false;
        for (int i = 0; i < name.Length; i++)
        {
            byte letter = name[i];
            bool upper = letter is >= (byte)'A' and <= (byte)'Z';
            if (!upper && letter is not ((>= (byte)'a' and <= (byte)'z') or (>= (byte)'0' and <= (byte)'9')))
            {
                gap = length > 0;
                continue;
            }

            if (gap)
            {
                target[length++] = (byte)'_';
                gap = false;
            }

            target[length++] = upper ? (byte)(letter | 0x20) : letter;
        }

        return length;
    }
}
