using SendFlowr.Model.Events;

namespace SendFlowr.Model.Rings;

/// <summary>Which ring entry a canonical event becomes.</summary>
/// <remarks>
/// opened, clicked (also sms_click, sms_clicked), replied, converted (also payment_succeeded), visits (site_visit, app_opened, cart_add,
/// search_performed), views (product_view) are evidence; sent and delivered go to the delivery ring, and so does every other type, which teaches nothing.
/// Pure, thread-safe, allocates nothing.
/// </remarks>
public static class RingEntryOfEvent
{
    /// <summary>The class of an event type; <see cref="EvidenceClass.Other"/> when it teaches nothing.</summary>
    public static EvidenceClass ClassOf(string eventType, bool hasMessageId, MachineFlag machine)
    {
        EvidenceClass evidenceClass = eventType switch
        {
            "clicked" or "sms_click" or "sms_clicked" => hasMessageId ? EvidenceClass.MessageClick : EvidenceClass.EventClick,
            "opened" => hasMessageId ? EvidenceClass.MessageOpen : EvidenceClass.EventOpen,
            "replied" => hasMessageId ? EvidenceClass.MessageReply : EvidenceClass.EventReply,
            "converted" or "payment_succeeded" => EvidenceClass.Conversion,
            "site_visit" or "app_opened" or "cart_add" or "search_performed" => EvidenceClass.Visit,
            "product_view" => EvidenceClass.View,
            "sent" => EvidenceClass.Sent,
            "delivered" => EvidenceClass.Delivered,
            _ => EvidenceClass.Other,
        };
        return machine == MachineFlag.None ? evidenceClass : EvidenceClasses.WithMachine(evidenceClass);
    }

    /// <summary>Whether entries of this class belong to the delivery ring.</summary>
    public static bool IsDelivery(EvidenceClass evidenceClass) => evidenceClass >= EvidenceClass.Sent;

    /// <summary>The entry of an event; false when its time lies outside what a ring can hold.</summary>
    public static bool TryCreate(CanonicalEvent source, out RingEntry entry)
    {
        ArgumentNullException.ThrowIfNull(source);
        entry = default;
        bool hasMessageId = !string.IsNullOrEmpty(source.MessageId);
        EvidenceClass evidenceClass = ClassOf(source.EventType, hasMessageId, source.Machine);
        long minute = source.OccurredAt.EpochMinute;
        if (minute is < 0 or > RingEntry.MaxMinute)
        {
            return false;
        }

        string id = EvidenceClasses.KeyKind(evidenceClass) == RingKeyKind.Day ? source.MessageId! : source.EventId;
        entry = new RingEntry(minute, evidenceClass, RingHash.Of(source.Provider, id));
        return true;
    }
}
