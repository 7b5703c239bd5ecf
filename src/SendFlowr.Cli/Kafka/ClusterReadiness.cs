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
        writer.WriteStartArray("tasks");
        foreach (TaskPlace task in engine.Tasks)
        {
            writer.WriteStartObject();
            writer.WriteString("task", task.Task.ToString());
            writer.WriteNumber("worker", task.Worker);
            writer.WriteString("state", task.State);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("troubles");
        foreach (string trouble in troubles)
        {
            writer.WriteStringValue(trouble);
        }

        writer.WriteEndArray();
    }
}
