using SendFlowr.Model.Events;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Signals;

internal static class SignalEvents
{
    /// <summary>Wednesday 2026-03-04T12:00:00Z.</summary>
    public static readonly Timestamp Noon = new(1_772_625_600_000);

    public static CanonicalEvent Of(string type, Timestamp at, string channel = "email", string? bounceType = null)
    {
        CanonicalEvent value = new() { EventId = "e", EventType = type, OccurredAt = at, Channel = channel };
        if (bounceType is not null)
        {
            value.Attributes.Add(new("bounce_type", bounceType));
        }

        return value;
    }

    public static byte[] Row(params IEnumerable<CanonicalEvent> events)
    {
        byte[] row = new byte[16384];
        int length = 0;
        foreach (CanonicalEvent value in events)
        {
            SignalState.Apply(SignalRules.Factory, value, row, ref length);
        }

        return row[..length];
    }

    public static SignalEvaluation Evaluate(Timestamp now, string channel, params CanonicalEvent[] events)
    {
        SignalEvaluation evaluation = new();
        evaluation.Evaluate(SignalRules.Factory, Row(events), channel, now);
        return evaluation;
    }

    public static Timestamp Minutes(this Timestamp time, double minutes) => time.Plus(TimeSpan.FromMinutes(minutes));

    public static Timestamp Hours(this Timestamp time, double hours) => time.Plus(TimeSpan.FromHours(hours));
}
