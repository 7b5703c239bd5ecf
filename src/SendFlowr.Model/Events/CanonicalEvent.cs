using SendFlowr.Model.Time;

namespace SendFlowr.Model.Events;

/// <summary>One event in the form everything behind the connectors works on; the fields are those of <c>schemas/event.avsc</c>.</summary>
/// <remarks>A mutable holder that a mapper fills and a writer reads, so that a feed of millions needs one of them. Not thread-safe.</remarks>
public sealed class CanonicalEvent
{
    /// <summary>Unique per provider and source; never empty in an accepted event.</summary>
    public string EventId { get; set; } = "";

    /// <summary>A canonical type such as <c>clicked</c>, or an unknown one, which is kept and teaches nothing.</summary>
    public string EventType { get; set; } = "";

    public Timestamp OccurredAt { get; set; }

    public string Provider { get; set; } = "";

    public string Channel { get; set; } = "";

    /// <summary>The normalized identifiers in the order given. May be empty: the event then resolves to an id of its own.</summary>
    public List<EventIdentifier> Identifiers { get; } = [];

    public string? RequestId { get; set; }

    public string? MessageId { get; set; }

    public string? CampaignId { get; set; }

    public string? CampaignType { get; set; }

    public Timestamp? SentAt { get; set; }

    public Timestamp? DeliveredAt { get; set; }

    public MachineFlag Machine { get; set; }

    /// <summary>Offset of the person's clock from UTC at the event, −1080 … 1080.</summary>
    public int? UtcOffsetMinutes { get; set; }

    /// <summary>IANA zone of the person at the event.</summary>
    public string? TimeZone { get; set; }

    public List<KeyValuePair<string, string>> Attributes { get; } = [];

    /// <summary>Empties every field, ready for the next event.</summary>
    public void Clear()
    {
        EventId = EventType = Provider = Channel = "";
        OccurredAt = default;
        Identifiers.Clear();
        RequestId = MessageId = CampaignId = CampaignType = TimeZone = null;
        SentAt = DeliveredAt = null;
        Machine = MachineFlag.None;
        UtcOffsetMinutes = null;
        Attributes.Clear();
    }
}
