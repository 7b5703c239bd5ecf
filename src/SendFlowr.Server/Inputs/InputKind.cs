namespace SendFlowr.Server.Inputs;

/// <summary>What a field or parameter holds.</summary>
public enum InputKind
{
    /// <summary>Text of a bounded number of characters.</summary>
    Text = 0,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>RFC 3339 text with a zone, or integer epoch milliseconds.</summary>
    Instant,

    /// <summary>An instant, or a UTC date such as 2026-03-01, its 00:00.</summary>
    InstantOrDate,

    /// <summary>One of a few words.</summary>
    Choice,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A list of objects {type, source?, value}.</summary>
    Identifiers,
}
