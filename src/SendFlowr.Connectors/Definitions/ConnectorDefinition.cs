namespace SendFlowr.Connectors.Definitions;

/// <summary>A connector: how the documents of one feed become canonical events. Immutable; shared by any number of mappers.</summary>
/// <remarks>Made by <see cref="ConnectorDefinitionLoader"/> from one YAML file, whose reference is docs/CONNECTORS.md.</remarks>
public sealed record ConnectorDefinition
{
    /// <summary>lower_snake name, at most 64 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Version of the definition, 1 or more.</summary>
    public required int Version { get; init; }

    public string Description { get; init; } = "";

    /// <summary>The format of its files whatever their names; null goes by the file's extension.</summary>
    public DocumentFormat? Format { get; init; }

    /// <summary>The character between CSV fields. Default: comma.</summary>
    public char CsvDelimiter { get; init; } = ',';

    /// <summary>True when a field the definition does not name rejects the event. Default: such fields are passed over.</summary>
    public bool RejectUnknownFields { get; init; }

    /// <summary>The array of events within a document; null when the document is the event.</summary>
    public DocumentPath? Split { get; init; }

    /// <summary>Conditions under which an event is left out without a trace in the dead letters.</summary>
    public IReadOnlyList<ConditionDefinition> Ignore { get; init; } = [];

    public required IReadOnlyList<EventTypeRule> EventType { get; init; }

    /// <summary>The event's own id; null when <see cref="EventIdHash"/> derives it.</summary>
    public ValueDefinition? EventId { get; init; }

    /// <summary>The fields whose texts make the id of an event without one.</summary>
    public IReadOnlyList<DocumentPath> EventIdHash { get; init; } = [];

    public required TimeDefinition OccurredAt { get; init; }

    public required ValueDefinition Provider { get; init; }

    public required ValueDefinition Channel { get; init; }

    public IReadOnlyList<IdentifierDefinition> Identifiers { get; init; } = [];

    public ValueDefinition? RequestId { get; init; }

    public ValueDefinition? MessageId { get; init; }

    public ValueDefinition? CampaignId { get; init; }

    public ValueDefinition? CampaignType { get; init; }

    public TimeDefinition? SentAt { get; init; }

    public TimeDefinition? DeliveredAt { get; init; }

    /// <summary>Rules for the machine flag; empty when <see cref="MachineValue"/> names it, or nothing does.</summary>
    public IReadOnlyList<MachineRule> MachineRules { get; init; } = [];

    /// <summary>Where the words none, prefetch, scanner stand.</summary>
    public ValueDefinition? MachineValue { get; init; }

    public ValueDefinition? UtcOffsetMinutes { get; init; }

    public ValueDefinition? TimeZone { get; init; }

    public IReadOnlyList<KeyValuePair<string, ValueDefinition>> Attributes { get; init; } = [];

    public IReadOnlyList<AttributesFrom> AttributesFrom { get; init; } = [];
}
