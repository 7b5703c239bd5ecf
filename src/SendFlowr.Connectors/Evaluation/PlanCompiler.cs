using System.Text;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Turns a definition into a plan over the slots of one document format.</summary>
internal sealed class PlanCompiler(ConnectorDefinition definition, MapperOptions options, ISlotSource slots)
{
    public EventPlan Compile() => new()
    {
        Ignore = [.. definition.Ignore.Select(Condition)],
        EventType = [.. definition.EventType.Select(TypeRule)],
        EventId = Value(definition.EventId, "event_id"),
        EventIdHash = [.. definition.EventIdHash.Select(path => slots.Slot(path, optional: false))],
        EventIdPath = definition.EventIdHash.Count > 0 ? definition.EventIdHash[0].Text : "",
        OccurredAt = Time(definition.OccurredAt, "occurred_at")!,
        SentAt = Time(definition.SentAt, "sent_at"),
        DeliveredAt = Time(definition.DeliveredAt, "delivered_at"),
        Provider = Value(definition.Provider, "provider")!,
        Channel = Value(definition.Channel, "channel")!,
        RequestId = Value(definition.RequestId, "request_id"),
        MessageId = Value(definition.MessageId, "message_id"),
        CampaignId = Value(definition.CampaignId, "campaign_id"),
        CampaignType = Value(definition.CampaignType, "campaign_type"),
        UtcOffsetMinutes = Value(definition.UtcOffsetMinutes, "utc_offset_minutes"),
        TimeZone = Value(definition.TimeZone, "time_zone"),
        MachineRules = [.. definition.MachineRules.Select(rule => new MachineRulePlan(OptionalCondition(rule.When), rule.Flag))],
        Machine = Value(definition.MachineValue, "machine"),
        Identifiers = [.. definition.Identifiers.Select(Identifier)],
        Attributes = [.. definition.Attributes.Select(attribute =>
            new AttributePlan(attribute.Key, Value(attribute.Value, "attributes." + attribute.Key, ScalarRule.Any)!))],
        AttributesFrom = [.. definition.AttributesFrom.Select(from => new NameSetPlan(
            slots.NameSet(from.Path, from.Prefix),
            from.Path is null ? -1 : slots.Slot(from.Path, optional: true),
            from.Path?.Text ?? "",
            Encoding.UTF8.GetBytes(from.Prefix),
            from.TextOnly))],
    };

    private TypeRulePlan TypeRule(EventTypeRule rule) =>
        new(OptionalCondition(rule.When), rule.Type is null ? null : Value(rule.Type, "event_type", ScalarRule.Any, snakeCase: true));

    private TimePlan? Time(TimeDefinition? time, string name) =>
        time is null ? null : new TimePlan(name, Value(time.Value, name, ScalarRule.Any)!, [.. time.Formats], time.Zone);

    private IdentifierPlan Identifier(IdentifierDefinition identifier)
    {
        int list = identifier.Each is null ? -1 : slots.List(identifier.Each);
        Func<DocumentPath, bool, int> slotOf = list < 0 ? slots.Slot : (path, optional) =>
            path.FromRoot ? throw new InvalidOperationException("Items read their own fields only.") : slots.ItemSlot(list, path);
        return new IdentifierPlan(
            list,
            identifier.Each?.Text ?? "",
            identifier.Entry,
            Value(identifier.Type, "type", ScalarRule.Id, false, slotOf),
            Value(identifier.Source, "source", ScalarRule.Id, false, slotOf),
            Value(identifier.Value, "value", ScalarRule.Id, false, slotOf),
            identifier.Country ?? options.DefaultCountry,
            identifier.DropInvalid);
    }

    private ValuePlan? Value(ValueDefinition? value, string name, ScalarRule rule = ScalarRule.Id, bool snakeCase = false) =>
        value is null ? null : Value(value, name, rule, snakeCase, slots.Slot);

    private ValuePlan Value(ValueDefinition value, string name, ScalarRule rule, bool snakeCase, Func<DocumentPath, bool, int> slotOf) => new()
    {
        Slot = value.Path is null ? -1 : slotOf(value.Path, value.Optional),
        Constant = value.Constant is null ? null : Encoding.UTF8.GetBytes(value.Constant),
        FirstOf = [.. value.FirstOf.Select(alternative => Value(
            value.Optional ? alternative with { Optional = true } : alternative, name, rule, snakeCase, slotOf))],
        Transforms = [.. value.Transforms.Select(transform => new TransformPlan(
            transform.Kind, transform.Argument ?? (transform.Kind == TransformKind.E164 ? options.DefaultCountry : null)))],
        Map = value.Map is null ? null : new MapPlan(value.Map, snakeCase),
        Path = value.Path?.Text ?? value.FirstOf.FirstOrDefault(alternative => alternative.Path is not null)?.Path?.Text ?? "",
        Rule = rule,
    };

    private ConditionPlan? OptionalCondition(ConditionDefinition? condition) => condition is null ? null : Condition(condition);

    private ConditionPlan Condition(ConditionDefinition condition) => condition switch
    {
        AllCondition all => new AllPlan([.. all.Members.Select(Condition)]),
        AnyCondition any => new AnyPlan([.. any.Members.Select(Condition)]),
        NotCondition not => new NotPlan(Condition(not.Member)),
        ExistsCondition exists => new ExistsPlan(slots.Slot(exists.Path, optional: true), exists.Wanted),
        InCondition one => new TextPlan(slots.Slot(one.Path, optional: false), one.Values, one.IgnoreCase, prefix: false),
        StartsWithCondition starts => new TextPlan(slots.Slot(starts.Path, optional: false), [starts.Prefix], starts.IgnoreCase, prefix: true),
        _ => throw new InvalidOperationException($"Unknown condition {condition.GetType().Name}."),
    };
}
