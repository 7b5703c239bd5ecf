using SendFlowr.Model.Events;

namespace SendFlowr.Connectors.Definitions;

/// <summary>One rule for the event type; the first whose condition holds decides.</summary>
/// <param name="When">The condition; null always holds.</param>
/// <param name="Type">The type given; null ignores the event.</param>
public sealed record EventTypeRule(ConditionDefinition? When, ValueDefinition? Type);

/// <summary>One rule for the machine flag; the first whose condition holds decides, else none.</summary>
public sealed record MachineRule(ConditionDefinition? When, MachineFlag Flag);
