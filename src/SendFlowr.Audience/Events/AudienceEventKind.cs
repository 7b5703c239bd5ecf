namespace SendFlowr.Audience.Events;

/// <summary>What happened. The order is the order in which events of one instant and person come.</summary>
public enum AudienceEventKind
{
    Sent,
    Delivered,
    ImagesLoaded,
    Opened,
    Clicked,
    Complained,
    Unsubscribed,
    Subscribed,
    SiteVisit,
    ProductView,
    Search,
    CartAdd,
    Converted,
    TicketCreated,
    TicketClosedSatisfied,
    TicketClosedUnsatisfied,
}
