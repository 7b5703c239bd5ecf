using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Events;
using SendFlowr.Model.Time;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>What became of an event.</summary>
internal enum Verdict
{
    Event,
    Ignored,
    Rejected,
}

/// <summary>Fills a canonical event from the captures of one event, by a plan. Reused; not thread-safe.</summary>
internal sealed class EventEvaluator(EventPlan plan, FieldTable table)
{
    private readonly StringPool pool = new();
    private readonly IdentifierEvaluator identifiers = new(plan.Identifiers, table);
    private readonly AttributeEvaluator attributes = new(plan.Attributes, plan.AttributesFrom, table);

    /// <summary>Valid after a verdict of <see cref="Verdict.Event"/>, until the next call.</summary>
    public CanonicalEvent Event { get; } = new();

    public ReadOnlySpan<DroppedIdentifier> Dropped => identifiers.Dropped;

    /// <summary>Why, after a verdict of <see cref="Verdict.Rejected"/>.</summary>
    public EventFailure Failure { get; } = new();

    public Verdict Evaluate(in DocumentView view, long receivedAtMilliseconds)
    {
        ReadOnlySpan<Capture> slots = table.Slots;
        foreach (ConditionPlan condition in plan.Ignore)
        {
            if (condition.Holds(view, slots))
            {
                return Verdict.Ignored;
            }
        }

        Event.Clear();
        Verdict type = EventType(view, slots);
        if (type != Verdict.Event)
        {
            return type;
        }

        bool good = EventId(view, slots)
            && Times(view, slots, receivedAtMilliseconds)
            && Texts(view, slots)
            && identifiers.Evaluate(view, Event, pool, Failure)
            && attributes.Evaluate(view, Event, pool, Failure);
        return good ? Verdict.Event : Verdict.Rejected;
    }

    private Verdict EventType(in DocumentView view, ReadOnlySpan<Capture> slots)
    {
        foreach (TypeRulePlan rule in plan.EventType)
        {
            if (rule.When is not null && !rule.When.Holds(view, slots))
            {
                continue;
            }

            if (rule.Type is null)
            {
                return Verdict.Ignored;
            }

            Field field = rule.Type.Resolve(view, slots);
            if (field.Unmapped)
            {
                return Verdict.Ignored;
            }

            if (!Failure.Require(field, "event_type"))
            {
                return Verdict.Rejected;
            }

            if (!EventTypeName.IsValid(field.Text))
            {
                Failure.Set(RejectionReason.BadValue, field.Path, $"event_type is not a type name; {EventTypeName.Rule}, or map it");
                return Verdict.Rejected;
            }

            Event.EventType = pool.Get(field.Text);
            return Verdict.Event;
        }

        Failure.Set(RejectionReason.NoRuleMatched, "", "no rule of event_type holds for this event; add one, or a last rule with 'ignore: true'");
        return Verdict.Rejected;
    }

    private bool EventId(in DocumentView view, ReadOnlySpan<Capture> slots)
    {
        if (plan.EventId is null)
        {
            bool derived = EventIdHash.TryDerive(view, slots, plan.EventIdHash, out string id);
            Event.EventId = id;
            return derived || Failure.Set(
                RejectionReason.MissingField, plan.EventIdPath, "event_id: none of the fields it is derived from is there");
        }

        Field field = plan.EventId.Resolve(view, slots);
        if (!Failure.Require(field, "event_id") || !Failure.Check(field, "event_id", MappingLimits.EventIdBytes))
        {
            return false;
        }

        Event.EventId = System.Text.Encoding.UTF8.GetString(field.Text);
        return true;
    }

    private bool Times(in DocumentView view, ReadOnlySpan<Capture> slots, long receivedAtMilliseconds)
    {
        if (!Time(plan.OccurredAt, view, slots, receivedAtMilliseconds, required: true, out Timestamp? occurred)
            || !Time(plan.SentAt, view, slots, receivedAtMilliseconds, required: false, out Timestamp? sent)
            || !Time(plan.DeliveredAt, view, slots, receivedAtMilliseconds, required: false, out Timestamp? delivered))
        {
            return false;
        }

        Event.OccurredAt = occurred!.Value;
        Event.SentAt = sent;
        Event.DeliveredAt = delivered;
        return true;
    }

    private bool Time(
        TimePlan? time, in DocumentView view, ReadOnlySpan<Capture> slots, long receivedAtMilliseconds, bool required, out Timestamp? value)
    {
        value = null;
        if (time is null)
        {
            return true;
        }

        Field field = time.Value.Resolve(view, slots);
        if (field.State == FieldState.Absent && !required)
        {
            return true;
        }

        if (!Failure.Require(field, time.Name))
        {
            return false;
        }

        if (field.Kind is CaptureKind.True or CaptureKind.False)
        {
            return Failure.Set(RejectionReason.WrongType, field.Path, $"{time.Name} is true or false; a time is expected");
        }

        if (!TimeText.TryRead(field.Text, field.Kind, time, out long milliseconds, out string problem))
        {
            return Failure.Set(RejectionReason.BadTime, field.Path, $"{time.Name} {problem}");
        }

        if (milliseconds < MappingLimits.EarliestMilliseconds || milliseconds > receivedAtMilliseconds + MappingLimits.FutureMilliseconds)
        {
            return Failure.Set(
                RejectionReason.TimeOutOfRange, field.Path, $"{time.Name} is before 2000-01-01 or more than 24 hours after its receipt");
        }

        value = new Timestamp(milliseconds);
        return true;
    }

    private bool Texts(in DocumentView view, ReadOnlySpan<Capture> slots)
    {
        if (!Text(plan.Provider, "provider", MappingLimits.ProviderBytes, true, view, slots, out string? provider)
            || !Text(plan.Channel, "channel", MappingLimits.ChannelBytes, true, view, slots, out string? channel)
            || !Text(plan.RequestId, "request_id", MappingLimits.RequestIdBytes, false, view, slots, out string? requestId)
            || !Text(plan.MessageId, "message_id", MappingLimits.MessageIdBytes, false, view, slots, out string? messageId)
            || !Text(plan.CampaignId, "campaign_id", MappingLimits.CampaignBytes, false, view, slots, out string? campaignId)
            || !Text(plan.CampaignType, "campaign_type", MappingLimits.CampaignBytes, false, view, slots, out string? campaignType))
        {
            return false;
        }

        Event.Provider = provider!;
        Event.Channel = channel!;
        Event.RequestId = requestId;
        Event.MessageId = messageId;
        Event.CampaignId = campaignId;
        Event.CampaignType = campaignType;
        return Machine(view, slots) && Clock(view, slots);
    }

    private bool Text(
        ValuePlan? value, string name, int maxBytes, bool required, in DocumentView view, ReadOnlySpan<Capture> slots, out string? text)
    {
        text = null;
        if (value is null)
        {
            return true;
        }

        Field field = value.Resolve(view, slots);
        if (field.State == FieldState.Absent && !required)
        {
            return true;
        }

        if (!Failure.Require(field, name) || !Failure.Check(field, name, maxBytes))
        {
            return false;
        }

        text = pool.Get(field.Text);
        return true;
    }

    private bool Machine(in DocumentView view, ReadOnlySpan<Capture> slots)
    {
        foreach (MachineRulePlan rule in plan.MachineRules)
        {
            if (rule.When is null || rule.When.Holds(view, slots))
            {
                Event.Machine = rule.Flag;
                return true;
            }
        }

        if (!Text(plan.Machine, "machine", 16, false, view, slots, out string? word))
        {
            return false;
        }

        MachineFlag? flag = word switch
        {
            null or "none" => MachineFlag.None,
            "prefetch" => MachineFlag.Prefetch,
            "scanner" => MachineFlag.Scanner,
            _ => null,
        };
        Event.Machine = flag ?? MachineFlag.None;
        return flag is not null
            || Failure.Set(RejectionReason.BadValue, plan.Machine!.Path, "machine is not one of none, prefetch, scanner");
    }

    private bool Clock(in DocumentView view, ReadOnlySpan<Capture> slots)
    {
        if (!Text(plan.TimeZone, "time_zone", MappingLimits.TimeZoneBytes, false, view, slots, out string? zone)
            || !Text(plan.UtcOffsetMinutes, "utc_offset_minutes", 6, false, view, slots, out string? offset))
        {
            return false;
        }

        if (zone is not null && !ClockText.IsZone(zone))
        {
            return Failure.Set(RejectionReason.BadValue, plan.TimeZone!.Path, "time_zone is not the name of an IANA time zone, such as Europe/Berlin");
        }

        Event.TimeZone = zone;
        if (offset is null)
        {
            return true;
        }

        bool valid = ClockText.TryOffsetMinutes(offset, out int minutes);
        Event.UtcOffsetMinutes = minutes;
        return valid || Failure.Set(
            RejectionReason.BadValue, plan.UtcOffsetMinutes!.Path, "utc_offset_minutes is not a whole number from -1080 to 1080");
    }
}
