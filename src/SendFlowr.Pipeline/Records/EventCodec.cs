using SendFlowr.Avro.Binary;
using SendFlowr.Model.Events;

namespace SendFlowr.Pipeline.Records;

/// <summary>Writes canonical events as bodies of <c>schemas/event.avsc</c>; <see cref="EventView"/> reads them.</summary>
public static class EventCodec
{
    /// <summary>Appends the body of one event, in the field order of the current schema. Allocates nothing.</summary>
    public static void Write(AvroWriter writer, CanonicalEvent value)
    {
        writer.WriteString(value.EventId);
        writer.WriteString(value.EventType);
        writer.WriteLong(value.OccurredAt.EpochMilliseconds);
        writer.WriteString(value.Provider);
        writer.WriteString(value.Channel);
        WriteIdentifiers(writer, value.Identifiers);
        writer.WriteOptional(value.RequestId);
        writer.WriteOptional(value.MessageId);
        writer.WriteOptional(value.CampaignId);
        writer.WriteOptional(value.CampaignType);
        writer.WriteOptional(value.SentAt);
        writer.WriteOptional(value.DeliveredAt);
        writer.WriteInt((int)value.Machine);
        writer.WriteOptional(value.UtcOffsetMinutes);
        writer.WriteOptional(value.TimeZone);
        WriteAttributes(writer, value.Attributes);
    }

    private static void WriteIdentifiers(AvroWriter writer, List<EventIdentifier> identifiers)
    {
        if (identifiers.Count > 0)
        {
            writer.WriteLong(identifiers.Count);
            foreach (EventIdentifier identifier in identifiers)
            {
                writer.WriteString(identifier.Type);
                writer.WriteString(identifier.Source);
                writer.WriteString(identifier.Value);
            }
        }

        writer.WriteLong(0);
    }

    private static void WriteAttributes(AvroWriter writer, List<KeyValuePair<string, string>> attributes)
    {
        if (attributes.Count > 0)
        {
            writer.WriteLong(attributes.Count);
            foreach ((string name, string text) in attributes)
            {
                writer.WriteString(name);
                writer.WriteString(text);
            }
        }

        writer.WriteLong(0);
    }
}
