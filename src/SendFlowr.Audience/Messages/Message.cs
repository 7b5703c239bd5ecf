using SendFlowr.Model.Latency;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Messages;

/// <summary>One message to one person, and all that will come of it. Immutable.</summary>
public sealed record Message
{
    /// <summary>The platform's id; from it all chance of the message follows.</summary>
    public required string MessageId { get; init; }

    /// <summary>The request it carries out; null of a message that was not requested.</summary>
    public string? RequestId { get; init; }

    public string? CampaignId { get; init; }

    public required int PersonIndex { get; init; }

    public required Lane Lane { get; init; }

    /// <summary>When it was triggered.</summary>
    public required Timestamp SentAt { get; init; }

    public required Timestamp DeliveredAt { get; init; }

    /// <summary>When the person's mail program loaded its images; null when it does not.</summary>
    public Timestamp? LoadedAt { get; init; }

    /// <summary>When the person engaged with it, by opening it; null when they never do.</summary>
    public Timestamp? EngagedAt { get; init; }

    public Timestamp? ClickedAt { get; init; }

    public Timestamp? ComplainedAt { get; init; }

    public Timestamp? UnsubscribedAt { get; init; }

    /// <summary>When the person subscribes again after leaving because of this message; null when they do not.</summary>
    public Timestamp? ResubscribedAt { get; init; }
}
