using System.Text.Json;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Streams.Kafka.Engine;

namespace SendFlowr.Cli.Kafka;

/// <summary>Whether an instance can work, and what its tasks are doing.</summary>
internal static class ClusterReadiness
{
    public static Readiness Of(KafkaEngine engine)
    {
        IReadOnlyList<string> troubles = engine.Troubles;
        string? reason = engine.Completion.IsCompleted ? "the instance is ending"
            : troubles.Count > 0 ? troubles[0]
            : engine.IsServing ? null
            : "tasks are being handed out or restored";
        return new Readiness(reason, writer => Write(writer, engine, troubles));
    }

    private static void Write(Utf8JsonWriter writer, KafkaEngine engine, IReadOnlyList<string> troubles)
    {
        writer.WriteNumber("records", engine.Records);
        writer.WriteNumber("transactions", engine.Commits);
        writer.WriteNumber("lost_offsets", engine.LostOffsets);
        writer.WriteStartArray("tasks");
        foreach (TaskPlace task in engine.Tasks)
        {
            Write(writer, task);
        }

        writer.WriteEndArray();
        Write(writer, "troubles", troubles);
        Write(writer, "notes", engine.Notes);
    }

    private static void Write(Utf8JsonWriter writer, TaskPlace task)
    {
        writer.WriteStartObject();
        writer.WriteString("task", task.Task.ToString());
        writer.WriteString("role", task.IsActive ? "active" : "standby");
        writer.WriteString("state", task.State);
        if (task.IsActive)
        {
            writer.WriteNumber("worker", task.Worker);
        }

        if (task.RecordsBehind is { } behind)
        {
            writer.WriteNumber("behind", behind);
        }

        if (!task.IsActive)
        {
            writer.WriteNumber("behind_milliseconds", task.MillisecondsBehind);
        }

        if (task.ToRestore > 0)
        {
            writer.WriteNumber("restored", task.Restored);
            writer.WriteNumber("to_restore", task.ToRestore);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (string text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
