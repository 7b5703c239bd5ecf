using SendFlowr.Connectors.Definitions;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>An instant: a value and the ways to read it.</summary>
/// <param name="Name">The canonical field, for error texts.</param>
/// <param name="Value">Where it stands.</param>
/// <param name="Formats">Tried in order.</param>
/// <param name="Zone">Zone of texts without one.</param>
internal sealed record TimePlan(string Name, ValuePlan Value, TimeFormat[] Formats, TimeZoneInfo? Zone);
