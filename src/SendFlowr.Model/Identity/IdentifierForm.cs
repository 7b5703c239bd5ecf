namespace SendFlowr.Model.Identity;

/// <summary>How the value of an identifier is written on entry, and so how it is normalized.</summary>
public enum IdentifierForm
{
    /// <summary>Trimmed, else kept as it is: 1 … 256 bytes of UTF-8 without control characters.</summary>
    Text = 0,

    /// <summary>An e-mail address: trimmed, lower-cased, then the SHA-256 of its UTF-8 bytes as 64 lower-case hex digits.</summary>
    Email = 1,

    /// <summary>A hash made the same way elsewhere: 64 hex digits of any case, brought to lower case.</summary>
    EmailHash = 2,

    /// <summary>A phone number, international or national with a default country, brought to E.164 (<c>+</c> and 8 … 15 digits).</summary>
    Phone = 3,
}
