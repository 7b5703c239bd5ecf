using SendFlowr.Audience.Messages;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Events;

/// <summary>One thing that happens, as a small value: millions can wait in line. <see cref="SimulatedAudience.Write"/> tells it in full.</summary>
/// <remarks>Ordered by time, then person, kind and number, so that the order is the same wherever events come from. Immutable.</remarks>
/// <param name="OccurredAt">When.</param>
/// <param name="PersonIndex">Whose.</param>
/// <param name="Kind">What.</param>
/// <param name="Number">Tells events of one person, kind and instant apart; part of the event's id where there is no message.</param>
/// <param name="Message">The message it is about; null of unprompted activity.</param>
public readonly record struct AudienceEvent(
    Timestamp OccurredAt, int PersonIndex, AudienceEventKind Kind, long Number, Message? Message = null) : IComparable<AudienceEvent>
{
    public int CompareTo(AudienceEvent other)
    {
        int order = OccurredAt.CompareTo(other.OccurredAt);
        order = order != 0 ? order : PersonIndex.CompareTo(other.PersonIndex);
        order = order != 0 ? order : Kind.CompareTo(other.Kind);
        order = order != 0 ? order : Number.CompareTo(other.Number);
        return order != 0 ? order : string.CompareOrdinal(Message?.MessageId, other.Message?.MessageId);
    }

    public static bool operator <(AudienceEvent left, AudienceEvent right) => left.CompareTo(right) < 0;

    public static bool operator >(AudienceEvent left, AudienceEvent right) => left.CompareTo(right) > 0;

    public static bool operator <=(AudienceEvent left, AudienceEvent right) => left.CompareTo(right) <= 0;

    public static bool operator >=(AudienceEvent left, AudienceEvent right) => left.CompareTo(right) >= 0;
}
