using System.Text.Json;
using SendFlowr.Model.Events;
using SendFlowr.Model.Time;

namespace SendFlowr.Connectors.Catalog;

/// <summary>Writes canonical events as the JSON that the connector <c>canonical</c> reads: absent fields are left out, times are RFC 3339.</summary>
public static class CanonicalEventWriter
{
    public static void Write(Utf8JsonWriter writer, CanonicalEvent source)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(source);
        writer.WriteStartObject();
        writer.WriteString("event_id", source.EventId);
        writer.WriteString("event_type", source.EventType);
        writer.WriteString("occurred_at", Rfc3339.Format(source.OccurredAt));
        writer.WriteString("provider", source.Provider);
        writer.WriteString("channel", source.Channel);
        writer.WriteStartArray("identifiers");
        foreach (EventIdentifier identifier in source.Identifiers)
        {
            writer.WriteStartObject();
            writer.WriteString("type", identifier.Type);
            writer.WriteString("source", identifier.Source);
            writer.WriteString("value", identifier.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteOptional(writer, "request_id", source.RequestId);
        WriteOptional(writer, "message_id", source.MessageId);
        WriteOptional(writer, "campaign_id", source.CampaignId);
        WriteOptional(writer, "campaign_type", source.CampaignType);
        WriteOptional(writer, "sent_at", source.SentAt is { } sent ? Rfc3339.Format(sent) : null);
        WriteOptional(writer, "delivered_at", source.DeliveredAt is { } delivered ? Rfc3339.Format(delivered) : null);
        if (source.Machine != MachineFlag.None)
        {
            writer.WriteString("machine", source.Machine == MachineFlag.Prefetch ? "prefetch" : "scanner");
        }

        if (source.UtcOffsetMinutes is { } offset)
        {
            writer.WriteNumber("utc_offset_minutes", offset);
        }

        WriteOptional(writer, "time_zone", source.TimeZone);
        if (source.Attributes.Count > 0)
        {
            writer.WriteStartObject("attributes");
            foreach ((string name, string value) in source.Attributes)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }
}
