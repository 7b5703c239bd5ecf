using System.Text.Json;

namespace SendFlowr.Server.Events;

/// <summary>One document that became a dead letter. Immutable.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Field">The field to blame; empty when none is.</param>
/// <param name="Reason">A reason of the closed list of docs/CONNECTORS.md.</param>
/// <param name="Detail">What is wrong and what to do.</param>
internal sealed record EventError(int Line, string Field, string Reason, string Detail);

/// <summary>What became of the documents of one request.</summary>
internal sealed class EventOutcome
{
    /// <summary>Documents read.</summary>
    public long Read { get; set; }

    /// <summary>Events that changed a person's state.</summary>
    public long Accepted { get; set; }

    /// <summary>Events that were in the person's state already, or are older than a full ring.</summary>
    public long Duplicate { get; set; }

    public long DeadLetters { get; set; }

    /// <summary>The first of the dead letters.</summary>
    public List<EventError> Errors { get; } = [];

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("read", Read);
        writer.WriteNumber("accepted", Accepted);
        writer.WriteNumber("duplicate", Duplicate);
        writer.WriteNumber("dead_letters", DeadLetters);
        WriteErrors(writer, Errors);
        writer.WriteEndObject();
    }

    public static void WriteErrors(Utf8JsonWriter writer, IEnumerable<EventError> errors)
    {
        writer.WriteStartArray("errors");
        foreach (EventError error in errors)
        {
            writer.WriteStartObject();
            writer.WriteNumber("line", error.Line);
            writer.WriteString("field", error.Field);
            writer.WriteString("reason", error.Reason);
            writer.WriteString("detail", error.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
