using System.Text.Json;

namespace SendFlowr.Pipeline.Tests.Support;

/// <summary>An event of a test, as the canonical connector reads it.</summary>
internal sealed record SampleEvent
{
    public required string Id { get; init; }

    public required string Type { get; init; }

    public required long At { get; init; }

    public string Email { get; init; } = "ann@example.com";

    /// <summary>Type of the only identifier.</summary>
    public string IdentifierType { get; init; } = "email";

    public string Provider { get; init; } = "klaviyo";

    public string Channel { get; init; } = "email";

    public string? Message { get; init; }

    public string? Machine { get; init; }

    public long? SentAt { get; init; }

    public long? DeliveredAt { get; init; }

    public string? TimeZone { get; init; }

    public int? UtcOffsetMinutes { get; init; }

    public Dictionary<string, string>? Attributes { get; init; }

    public string ToJson()
    {
        Dictionary<string, object> fields = new()
        {
            ["event_id"] = Id,
            ["event_type"] = Type,
            ["occurred_at"] = At,
            ["provider"] = Provider,
            ["channel"] = Channel,
            ["identifiers"] = new[] { new Dictionary<string, string> { ["type"] = IdentifierType, ["value"] = Email } },
        };
        Add(fields, "message_id", Message);
        Add(fields, "machine", Machine);
        Add(fields, "sent_at", SentAt);
        Add(fields, "delivered_at", DeliveredAt);
        Add(fields, "time_zone", TimeZone);
        Add(fields, "utc_offset_minutes", UtcOffsetMinutes);
        Add(fields, "attributes", Attributes);
        return JsonSerializer.Serialize(fields);
    }

    private static void Add(Dictionary<string, object> fields, string name, object? value)
    {
        if (value is not null)
        {
            fields.Add(name, value);
        }
    }
}
