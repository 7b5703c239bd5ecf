using System.Globalization;
using SendFlowr.Audience.Messages;
using SendFlowr.Audience.People;
using SendFlowr.Model.Events;

namespace SendFlowr.Audience.Events;

/// <summary>Tells an event in the form that connectors yield. Pure, thread-safe.</summary>
internal static class EventText
{
    private const string Shop = "shop";
    private const string Web = "web";

    public static void Write(in AudienceEvent source, SimulatedPerson person, CanonicalEvent into)
    {
        into.Clear();
        into.EventType = TypeOf(source.Kind);
        into.OccurredAt = source.OccurredAt;
        into.Identifiers.Add(person.Identifier);
        into.UtcOffsetMinutes = person.UtcOffsetMinutes;
        if (source.Message is { } message)
        {
            WriteMessage(source.Kind, message, into);
        }
        else
        {
            into.EventId = string.Create(CultureInfo.InvariantCulture, $"{into.EventType}-{source.PersonIndex}-{source.Number}");
            (into.Provider, into.Channel) = PlaceOf(source.Kind);
        }
    }

    private static void WriteMessage(AudienceEventKind kind, Message message, CanonicalEvent into)
    {
        into.EventId = $"{message.MessageId}-{(kind == AudienceEventKind.ImagesLoaded ? "loaded" : into.EventType)}";
        into.Provider = message.Lane.Provider;
        into.Channel = message.Lane.Channel;
        into.MessageId = message.MessageId;
        into.RequestId = message.RequestId;
        into.CampaignId = message.CampaignId;
        if (kind == AudienceEventKind.Delivered)
        {
            into.SentAt = message.SentAt;
            into.DeliveredAt = message.DeliveredAt;
        }

        if (kind == AudienceEventKind.ImagesLoaded)
        {
            into.Machine = MachineFlag.Prefetch;
        }
    }

    private static (string Provider, string Channel) PlaceOf(AudienceEventKind kind) => kind switch
    {
        AudienceEventKind.TicketCreated or AudienceEventKind.TicketClosedSatisfied or AudienceEventKind.TicketClosedUnsatisfied => ("helpdesk", "support"),
        AudienceEventKind.Unsubscribed or AudienceEventKind.Subscribed => (Shop, "email"),
        _ => (Shop, Web),
    };

    private static string TypeOf(AudienceEventKind kind) => kind switch
    {
        AudienceEventKind.Sent => "sent",
        AudienceEventKind.Delivered => "delivered",
        AudienceEventKind.ImagesLoaded or AudienceEventKind.Opened => "opened",
        AudienceEventKind.Clicked => "clicked",
        AudienceEventKind.Complained => "complained",
        AudienceEventKind.Unsubscribed => "unsubscribed",
        AudienceEventKind.Subscribed => "subscribed",
        AudienceEventKind.SiteVisit => "site_visit",
        AudienceEventKind.ProductView => "product_view",
        AudienceEventKind.Search => "search_performed",
        AudienceEventKind.CartAdd => "cart_add",
        AudienceEventKind.Converted => "converted",
        AudienceEventKind.TicketCreated => "ticket_created",
        AudienceEventKind.TicketClosedSatisfied => "ticket_closed_satisfied",
        AudienceEventKind.TicketClosedUnsatisfied => "ticket_closed_unsatisfied",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An event of the audience has an unknown kind."),
    };
}
