namespace SendFlowr.Model.Rings;

/// <summary>What one ring entry is evidence of: five bits of the stored six bytes, so 1 … 31; the numbers are stored and never reused.</summary>
/// <remarks>
/// The class also says how the entry is keyed (by half hour, by UTC day and message, or by minute and event), so that a stored
/// ring needs nothing else to stay a set. A variant by machine (the event says so) or in quarantine (a verdict) shares its base class's key:
/// a verdict changes the class in place.
/// The default value, <see cref="None"/>, is no evidence and never stored.
/// </remarks>
public enum EvidenceClass
{
    None = 0,

    /// <summary>Active visit, search or cart; one per UTC half hour.</summary>
    Visit = 1,

    /// <summary>Product view; one per UTC half hour.</summary>
    View = 2,

    /// <summary>Conversion or payment; by minute and event.</summary>
    Conversion = 3,

    /// <summary>Click whose message is known; one per UTC day and message.</summary>
    MessageClick = 4,

    /// <summary>A <see cref="MessageClick"/> judged to be a scanner's.</summary>
    MessageClickByMachine = 5,

    /// <summary>Click of an unknown message; by minute and event.</summary>
    EventClick = 6,

    /// <summary>An <see cref="EventClick"/> judged to be a scanner's.</summary>
    EventClickByMachine = 7,

    /// <summary>Open whose message is known; one per UTC day and message.</summary>
    MessageOpen = 8,

    /// <summary>A <see cref="MessageOpen"/> by a proxy or scanner.</summary>
    MessageOpenByMachine = 9,

    /// <summary>Open of an unknown message; by minute and event.</summary>
    EventOpen = 10,

    /// <summary>An <see cref="EventOpen"/> by a proxy or scanner.</summary>
    EventOpenByMachine = 11,

    /// <summary>Reply whose message is known; one per UTC day and message.</summary>
    MessageReply = 12,

    /// <summary>Reply to an unknown message; by minute and event.</summary>
    EventReply = 13,

    /// <summary>A <see cref="MessageClick"/> that the person's newest messages tell to be a scanner's; may be taken back.</summary>
    MessageClickInQuarantine = 14,

    /// <summary>A <see cref="MessageOpen"/> that the person's newest messages tell to be a scanner's; may be taken back.</summary>
    MessageOpenInQuarantine = 15,

    /// <summary>Message handed to a lane; delivery ring; by minute and event.</summary>
    Sent = 16,

    /// <summary>Message delivered; delivery ring; by minute and event.</summary>
    Delivered = 17,

    /// <summary>Anything else, kept so that it is recognised when it comes again; delivery ring; by minute and event.</summary>
    Other = 18,
}
