namespace SendFlowr.Connectors.Definitions;

/// <summary>A test of one event. Immutable.</summary>
public abstract record ConditionDefinition;

/// <summary>True when every member is.</summary>
public sealed record AllCondition(IReadOnlyList<ConditionDefinition> Members) : ConditionDefinition;

/// <summary>True when a member is.</summary>
public sealed record AnyCondition(IReadOnlyList<ConditionDefinition> Members) : ConditionDefinition;

/// <summary>True when the member is not.</summary>
public sealed record NotCondition(ConditionDefinition Member) : ConditionDefinition;

/// <summary>True when the presence of a value is as wanted. Absent, null and the empty text are not there.</summary>
public sealed record ExistsCondition(DocumentPath Path, bool Wanted) : ConditionDefinition;

/// <summary>True when the value's text is one of a list. Numbers compare by their digits as written, booleans as true and false.</summary>
public sealed record InCondition(DocumentPath Path, IReadOnlyList<string> Values, bool IgnoreCase) : ConditionDefinition;

/// <summary>True when the value's text begins with a prefix.</summary>
public sealed record StartsWithCondition(DocumentPath Path, string Prefix, bool IgnoreCase) : ConditionDefinition;
