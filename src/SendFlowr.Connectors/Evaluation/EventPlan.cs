using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>A definition with every path resolved to a slot of the <see cref="FieldTable"/>. Immutable.</summary>
internal sealed record EventPlan
{
    public required ConditionPlan[] Ignore { get; init; }

    public required TypeRulePlan[] EventType { get; init; }

    public required ValuePlan? EventId { get; init; }

    /// <summary>Slots whose texts make the event id; empty when there is one.</summary>
    public required int[] EventIdHash { get; init; }

    public required string EventIdPath { get; init; }

    public required TimePlan OccurredAt { get; init; }

    public required TimePlan? SentAt { get; init; }

    public required TimePlan? DeliveredAt { get; init; }

    public required ValuePlan Provider { get; init; }

    public required ValuePlan Channel { get; init; }

    public required ValuePlan? RequestId { get; init; }

    public required ValuePlan? MessageId { get; init; }

    public required ValuePlan? CampaignId { get; init; }

    public required ValuePlan? CampaignType { get; init; }

    public required ValuePlan? UtcOffsetMinutes { get; init; }

    public required ValuePlan? TimeZone { get; init; }

    public required MachineRulePlan[] MachineRules { get; init; }

    public required ValuePlan? Machine { get; init; }

    public required IdentifierPlan[] Identifiers { get; init; }

    public required AttributePlan[] Attributes { get; init; }

    public required NameSetPlan[] AttributesFrom { get; init; }
}

/// <summary>A rule for the event type; without a type the event is ignored.</summary>
internal sealed record TypeRulePlan(ConditionPlan? When, ValuePlan? Type);

internal sealed record MachineRulePlan(ConditionPlan? When, MachineFlag Flag);

/// <summary>An identifier, or one for each item of a list when <paramref name="List"/> is not −1.</summary>
internal sealed record IdentifierPlan(
    int List, string ListPath, IdentifierEntry? Entry, ValuePlan Type, ValuePlan Source, ValuePlan Value, string? Country, bool DropInvalid);

internal sealed record AttributePlan(string Name, ValuePlan Value);

/// <summary>All names of a set as attributes; <paramref name="ObjectSlot"/> is the slot of the object itself, −1 for the event.</summary>
internal sealed record NameSetPlan(int NameSet, int ObjectSlot, string Path, byte[] Prefix, bool TextOnly);
