using SendFlowr.Model.Decisions;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>What is asked: when should a message to this person be triggered? Immutable.</summary>
public sealed record TimingQuestion
{
    /// <summary>One or more names of the same person; the one that routes events is the one that resolves.</summary>
    public required IReadOnlyList<PersonReference> Person { get; init; }

    /// <summary>For example <c>email</c>, the default.</summary>
    public string Channel { get; init; } = "email";

    /// <summary>Who will execute the send; empty when it is not known.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The time the question is about; null: the clock's. It hides no events.</summary>
    public Timestamp? Now { get; init; }

    /// <summary>Earliest arrival, inclusive; null: now.</summary>
    public Timestamp? SendAfter { get; init; }

    /// <summary>Latest arrival, inclusive; null: seven days after <see cref="SendAfter"/>.</summary>
    public Timestamp? SendBefore { get; init; }

    public DecisionResolution Resolution { get; init; }

    /// <summary>0 to 3600, used only while nothing has been measured on the lane.</summary>
    public double? LatencyHintSeconds { get; init; }
}
