using System.Globalization;
using System.Text.Json;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Streams.Kafka.Topics;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Topics;

/// <summary>Tells how topics differ, or differed.</summary>
internal static class TopicsReport
{
    /// <param name="context">Where to.</param>
    /// <param name="topics">How many were compared.</param>
    /// <param name="left">Differences that are there.</param>
    /// <param name="mended">Differences that were there.</param>
    public static void Write(VerbContext context, int topics, IReadOnlyList<TopicDifference> left, IReadOnlyList<TopicDifference> mended)
    {
        if (context.IsJson)
        {
            context.Json.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("topics", topics);
                WriteList(writer, "differences", left);
                WriteList(writer, "mended", mended);
                writer.WriteEndObject();
            });
            return;
        }

        WriteTable(context, "mended", mended);
        WriteTable(context, "differs", left);
        context.Out.Line(string.Create(
            CultureInfo.InvariantCulture, $"{topics} topics, {mended.Select(it => it.Topic).Distinct().Count()} mended, {left.Select(it => it.Topic).Distinct().Count()} differ."));
        if (left.FirstOrDefault(difference => difference.Kind == TopicDifferenceKind.Partitions) is { } first)
        {
            context.Error.Line(TopicComparison.Remedy(first));
        }
    }

    private static void WriteTable(VerbContext context, string title, IReadOnlyList<TopicDifference> differences)
    {
        if (differences.Count == 0)
        {
            return;
        }

        Table table = Terminal.Table(title, "setting", "was", "wanted");
        foreach (TopicDifference difference in differences)
        {
            table.Row(difference.Topic, difference.Setting ?? "the topic", difference.Actual ?? "missing", difference.Wanted ?? "there");
        }

        context.Out.Write(table);
    }

    private static void WriteList(Utf8JsonWriter writer, string name, IReadOnlyList<TopicDifference> differences)
    {
        writer.WriteStartArray(name);
        foreach (TopicDifference difference in differences)
        {
            writer.WriteStartObject();
            writer.WriteString("topic", difference.Topic);
            writer.WriteString("kind", difference.Kind switch
            {
                TopicDifferenceKind.Missing => "missing",
                TopicDifferenceKind.Setting => "setting",
                _ => "partitions",
            });
            writer.WriteString("setting", difference.Setting);
            writer.WriteString("wanted", difference.Wanted);
            writer.WriteString("actual", difference.Actual);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
