namespace SendFlowr.Model.Identity;

/// <summary>Why a value cannot become an identifier. <see cref="Blocked"/> drops the identifier only; the others are errors of the feed.</summary>
public enum IdentifierProblem
{
    /// <summary>The value is good.</summary>
    None = 0,

    /// <summary>A placeholder such as <c>null</c> or the hash of one: dropped as a key, the event still counts.</summary>
    Blocked,

    /// <summary>Longer than 256 bytes of UTF-8.</summary>
    TooLong,

    /// <summary>A control character, a tabulator or a line break inside.</summary>
    ControlCharacter,

    /// <summary>Bytes that are not UTF-8, or text with an unpaired surrogate.</summary>
    NotText,

    /// <summary>No <c>name@domain</c>.</summary>
    NotAnEmail,

    /// <summary>Not 64 hex digits.</summary>
    NotAHash,

    /// <summary>Letters, or a number of digits no numbering plan has.</summary>
    NotAPhoneNumber,

    /// <summary>An international number whose calling code does not exist.</summary>
    UnknownCallingCode,

    /// <summary>A national number without a default country.</summary>
    CountryNeeded,
}

/// <summary>The words for an <see cref="IdentifierProblem"/>. They never contain the value.</summary>
public static class IdentifierProblemText
{
    /// <summary>A snake_case code for records and metrics.</summary>
    public static string Code(this IdentifierProblem problem) => problem switch
    {
        IdentifierProblem.None => "none",
        IdentifierProblem.Blocked => "blocked_value",
        IdentifierProblem.TooLong => "too_long",
        IdentifierProblem.ControlCharacter => "control_character",
        IdentifierProblem.NotText => "not_text",
        IdentifierProblem.NotAnEmail => "not_an_email",
        IdentifierProblem.NotAHash => "not_a_hash",
        IdentifierProblem.NotAPhoneNumber => "not_a_phone_number",
        IdentifierProblem.UnknownCallingCode => "unknown_calling_code",
        IdentifierProblem.CountryNeeded => "country_needed",
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "Not a member of the list."),
    };

    /// <summary>What is wrong and what to do, as a clause that follows the name of the field or type.</summary>
    public static string Explain(this IdentifierProblem problem) => problem switch
    {
        IdentifierProblem.None => "is good",
        IdentifierProblem.Blocked => "is a placeholder (such as null, 0, test@test.com or the hash of one): give the person's own value",
        IdentifierProblem.TooLong => "is longer than 256 bytes: give the identifier alone",
        IdentifierProblem.ControlCharacter => "contains a control character: remove it",
        IdentifierProblem.NotText => "is not valid Unicode text: send UTF-8",
        IdentifierProblem.NotAnEmail => "is not an e-mail address: give name@domain, or its SHA-256 as email_hash",
        IdentifierProblem.NotAHash => "is not 64 hex digits: give the SHA-256 of the trimmed, lower-cased address, or the address as email",
        IdentifierProblem.NotAPhoneNumber => "cannot be a phone number: give digits in international form, for example +14155550123",
        IdentifierProblem.UnknownCallingCode => "begins with a country calling code that does not exist: give +, calling code, number",
        IdentifierProblem.CountryNeeded => "is a national phone number and no default country is set: give it with + and calling code, or set the default country",
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem, "Not a member of the list."),
    };
}
