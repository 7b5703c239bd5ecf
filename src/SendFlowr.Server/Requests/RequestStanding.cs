using System.Text.Json;
using Microsoft.OpenApi;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Server.OpenApi;

namespace SendFlowr.Server.Requests;

/// <summary>Writes where a request stands.</summary>
internal static class RequestStanding
{
    public static KeyValuePair<string, IOpenApiSchema>[] Shapes { get; } =
    [
        Shape.Text("request_id", "The idempotency key."),
        Shape.Text("universal_id", "The person: sf_ and 32 hex digits."),
        Shape.Text("decision_id", "The same in every revision."),
        Shape.Integer("revision", "0 for the plan, one more for each change and for the final state."),
        Shape.Text("explanation_ref", "What /explanations takes."),
        Shape.Text("state", "planned or revised while it waits; triggered, suppressed, expired or cancelled in the end."),
        Shape.Text("reason", "Why."),
        Shape.Instant("target_timestamp_utc", "When the message should arrive; null when it does not.", nullable: true),
        Shape.Instant("trigger_timestamp_utc", "When the send is triggered; null when it is not.", nullable: true),
        Shape.Number("latency_estimate_seconds", "The time between them."),
        Shape.Text("channel", "How the person is reached."),
        Shape.Text("provider", "Who executes the send; empty when nobody was named."),
        Shape.Instant("accepted_at_utc", "When it was taken."),
        Shape.Instant("settled_at_utc", "When it came to its final state; null while it waits.", nullable: true),
    ];

    public static void Write(Utf8JsonWriter writer, RequestStatus status)
    {
        writer.WriteStartObject();
        WriteMembers(writer, status);
        writer.WriteEndObject();
    }

    public static void WriteMembers(Utf8JsonWriter writer, RequestStatus status)
    {
        writer.WriteString("request_id", status.RequestId);
        writer.WriteString("universal_id", status.UniversalId);
        writer.WriteString("decision_id", status.DecisionId);
        writer.WriteNumber("revision", status.Revision);
        writer.WriteString("explanation_ref", status.ExplanationRef);
        writer.WriteString("state", status.State.Name());
        writer.WriteString("reason", status.Reason);
        WriteInstant(writer, "target_timestamp_utc", status.TargetTimestamp);
        WriteInstant(writer, "trigger_timestamp_utc", status.TriggerTimestamp);
        writer.WriteNumber("latency_estimate_seconds", status.LatencyEstimateSeconds);
        writer.WriteString("channel", status.Channel);
        writer.WriteString("provider", status.Provider);
        WriteInstant(writer, "accepted_at_utc", status.AcceptedAt);
        WriteInstant(writer, "settled_at_utc", status.SettledAt);
    }

    private static void WriteInstant(Utf8JsonWriter writer, string name, Timestamp? instant) =>
        writer.WriteString(name, instant is { } known ? Rfc3339.Format(known) : null);
}
