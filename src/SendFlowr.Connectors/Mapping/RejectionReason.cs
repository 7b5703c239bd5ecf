namespace SendFlowr.Connectors.Mapping;

/// <summary>Why an event or a request became a dead letter: the closed list of docs/CONNECTORS.md. Values are never reused.</summary>
public enum RejectionReason
{
    /// <summary>The bytes are not one JSON document.</summary>
    MalformedJson = 1,

    /// <summary>A CSV record with a stray or unclosed quote.</summary>
    MalformedCsv = 2,

    /// <summary>JSON, but the event is not an object.</summary>
    NotAnObject = 3,

    /// <summary>Bytes that are not UTF-8.</summary>
    NotUtf8 = 4,

    /// <summary>Nested deeper than 64 levels.</summary>
    TooDeep = 5,

    /// <summary>A line longer than the limit of lines.</summary>
    LineTooLong = 6,

    /// <summary>A document, field or list over its limit.</summary>
    TooLarge = 7,

    /// <summary>A required field is absent, null or empty.</summary>
    MissingField = 8,

    /// <summary>A field of another JSON type than the connector reads there.</summary>
    WrongType = 9,

    /// <summary>A field whose text is not among the allowed ones.</summary>
    BadValue = 10,

    /// <summary>A time that none of the declared formats reads.</summary>
    BadTime = 11,

    /// <summary>A time before the year 2000 or more than 24 hours after receipt.</summary>
    TimeOutOfRange = 12,

    /// <summary>An identifier of unknown type, or whose value cannot be valid.</summary>
    BadIdentifier = 13,

    /// <summary>A field the connector does not know, where it is strict.</summary>
    UnknownField = 14,

    /// <summary>A field that stands twice in one object.</summary>
    DuplicateKey = 15,

    /// <summary>A CSV record with more or fewer fields than the header.</summary>
    ColumnCount = 16,

    /// <summary>No rule of the connector gives the event a type.</summary>
    NoRuleMatched = 17,

    /// <summary>A request whose window ends before it begins, or is longer or further away than allowed.</summary>
    WindowInvalid = 18,

    /// <summary>A request with the id of another one that has other content.</summary>
    RequestConflict = 19,

    /// <summary>A record that no known schema reads.</summary>
    MalformedAvro = 20,
}

/// <summary>The snake_case text of reasons, as dead letters and metrics carry it.</summary>
public static class RejectionReasonText
{
    /// <summary>Every reason, in the order of the list.</summary>
    public static IReadOnlyList<RejectionReason> All { get; } = Enum.GetValues<RejectionReason>();

    public static string Text(this RejectionReason reason) => reason switch
    {
        RejectionReason.MalformedJson => "malformed_json",
        RejectionReason.MalformedCsv => "malformed_csv",
        RejectionReason.NotAnObject => "not_an_object",
        RejectionReason.NotUtf8 => "not_utf8",
        RejectionReason.TooDeep => "too_deep",
        RejectionReason.LineTooLong => "line_too_long",
        RejectionReason.TooLarge => "too_large",
        RejectionReason.MissingField => "missing_field",
        RejectionReason.WrongType => "wrong_type",
        RejectionReason.BadValue => "bad_value",
        RejectionReason.BadTime => "bad_time",
        RejectionReason.TimeOutOfRange => "time_out_of_range",
        RejectionReason.BadIdentifier => "bad_identifier",
        RejectionReason.UnknownField => "unknown_field",
        RejectionReason.DuplicateKey => "duplicate_key",
        RejectionReason.ColumnCount => "column_count",
        RejectionReason.NoRuleMatched => "no_rule_matched",
        RejectionReason.WindowInvalid => "window_invalid",
        RejectionReason.RequestConflict => "request_conflict",
        RejectionReason.MalformedAvro => "malformed_avro",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a member of the list."),
    };
}
