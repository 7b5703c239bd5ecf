namespace SendFlowr.Model.Signals;

/// <summary>A suppression signal: while it is active nothing is sent within its scope.</summary>
public sealed record BreakerRule
{
    /// <summary>1 … 255; stands for the breaker in stored rows and is never reused.</summary>
    public required byte Id { get; init; }

    /// <summary>The name shown as the binding constraint of a decision.</summary>
    public required string Signal { get; init; }

    /// <summary>The event type that trips it; the signal's name unless the rules say otherwise.</summary>
    public required string EventType { get; init; }

    public required BreakerScope Scope { get; init; }

    /// <summary>Active in [event, event + duration); null is for ever.</summary>
    public required TimeSpan? Duration { get; init; }

    /// <summary>Attribute the event must carry to count, compared without regard to case; null when every event counts.</summary>
    public string? Attribute { get; init; }

    /// <summary>Value of <see cref="Attribute"/>; null exactly when that is null.</summary>
    public string? AttributeValue { get; init; }

    /// <summary>How many events at different milliseconds, the first and last at most <see cref="RepeatsWithin"/> apart, trip it; 1 … 8.</summary>
    public int Repeats { get; init; } = 1;

    public TimeSpan RepeatsWithin { get; init; }

    /// <summary>The event also takes the person off its channel, until they subscribe to it again.</summary>
    public bool Unsubscribes { get; init; }

    /// <summary>The channel the event is about whatever the event says; null is the event's own.</summary>
    public string? Channel { get; init; }
}
