using SendFlowr.Audience.Attention;
using SendFlowr.Model.Events;

namespace SendFlowr.Audience.People;

/// <summary>One person of the audience, with everything about them known. Immutable, thread-safe.</summary>
public sealed record SimulatedPerson
{
    /// <summary>0 … number of people − 1.</summary>
    public required int Index { get; init; }

    /// <summary>The address as a request names it, in a domain that nobody can own.</summary>
    public required string Email { get; init; }

    /// <summary>The address as events carry it: hashed.</summary>
    public required EventIdentifier Identifier { get; init; }

    public required RhythmKind Kind { get; init; }

    /// <summary>Offset of the person's clock from UTC, the same all year, east positive.</summary>
    public required int UtcOffsetMinutes { get; init; }

    /// <summary>Habitual times of a working day, by time; empty of a patternless person.</summary>
    public required IReadOnlyList<HabitPeak> Peaks { get; init; }

    /// <summary>When the person looks at messages and at the shop, in their own clock.</summary>
    public required AttentionWeek Attention { get; init; }

    /// <summary>Mean number of unprompted visits a week, outside spells of greater interest.</summary>
    public required double VisitsPerWeek { get; init; }

    /// <summary>Expected number of looks at a message that arrives at a minute like any other; see <see cref="EngagementTruth"/>.</summary>
    public required double Engagement { get; init; }

    /// <summary>The person's mail program loads images by itself, so every message seems opened at once.</summary>
    public required bool LoadsImages { get; init; }

    /// <summary>Which of the audience's lanes carries messages to this person.</summary>
    public required int LaneIndex { get; init; }
}
