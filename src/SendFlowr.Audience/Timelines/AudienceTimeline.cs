using SendFlowr.Audience.Events;
using SendFlowr.Audience.Messages;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Timelines;

/// <summary>Everything that happens from a day on, in order: unprompted activity, and what comes of the messages that are added on the way.</summary>
/// <remarks>Also knows who is on the list at the moment that has been reached. Not thread-safe.</remarks>
public sealed class AudienceTimeline
{
    private readonly SimulatedAudience _audience;
    private readonly PriorityQueue<AudienceEvent, AudienceEvent> _ofMessages = new();
    private readonly bool[] _left;
    private List<AudienceEvent> _ofDay = [];
    private int _next;
    private long _day;

    /// <param name="audience">Whose timeline.</param>
    /// <param name="firstDay">The first day, in days since 1970-01-01.</param>
    public AudienceTimeline(SimulatedAudience audience, long firstDay)
    {
        _audience = audience;
        _day = firstDay;
        _left = new bool[audience.People.Count];
    }

    /// <summary>Whether a person is on the list: a sender of campaigns leaves out whoever is not.</summary>
    public bool IsSubscribed(int person) => !_left[person];

    /// <summary>Adds what comes of a message. Its events lie at or after whatever has been taken.</summary>
    public void Add(Message message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Add(message, AudienceEventKind.Sent, message.SentAt);
        Add(message, AudienceEventKind.Delivered, message.DeliveredAt);
        Add(message, AudienceEventKind.ImagesLoaded, message.LoadedAt);
        Add(message, AudienceEventKind.Opened, message.EngagedAt);
        Add(message, AudienceEventKind.Clicked, message.ClickedAt);
        Add(message, AudienceEventKind.Complained, message.ComplainedAt);
        Add(message, AudienceEventKind.Unsubscribed, message.UnsubscribedAt);
        Add(message, AudienceEventKind.Subscribed, message.ResubscribedAt);
    }

    /// <summary>Takes the next event that happens before an instant (exclusive); false when there is none.</summary>
    public bool TryTake(Timestamp until, out AudienceEvent taken)
    {
        LoadDays(until);
        bool hasMessage = _ofMessages.TryPeek(out AudienceEvent ofMessage, out _) && ofMessage.OccurredAt < until;
        bool hasActivity = _next < _ofDay.Count && _ofDay[_next].OccurredAt < until;
        if (!hasMessage && !hasActivity)
        {
            taken = default;
            return false;
        }

        if (hasMessage && (!hasActivity || ofMessage < _ofDay[_next]))
        {
            taken = _ofMessages.Dequeue();
        }
        else
        {
            taken = _ofDay[_next];
            _next++;
        }

        Follow(taken);
        return true;
    }

    private void LoadDays(Timestamp until)
    {
        while (_next == _ofDay.Count && Timestamp.FromEpochDay(_day) < until)
        {
            _ofDay = _audience.EventsOfDay(_day);
            _next = 0;
            _day++;
        }
    }

    private void Follow(in AudienceEvent taken)
    {
        if (taken.Kind is AudienceEventKind.Unsubscribed or AudienceEventKind.Complained)
        {
            _left[taken.PersonIndex] = true;
        }
        else if (taken.Kind == AudienceEventKind.Subscribed)
        {
            _left[taken.PersonIndex] = false;
        }
    }

    private void Add(Message message, AudienceEventKind kind, Timestamp? at)
    {
        if (at is { } occurred)
        {
            AudienceEvent added = new(occurred, message.PersonIndex, kind, 0, message);
            _ofMessages.Enqueue(added, added);
        }
    }
}
