using System.Globalization;
using System.Text.Json;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Registry;

/// <summary>Tells findings, as a table or as JSON.</summary>
internal static class SchemaReport
{
    /// <param name="context">Where it goes.</param>
    /// <param name="registry">The registry that was asked; null: none.</param>
    /// <param name="findings">In their order.</param>
    public static void Write(VerbContext context, Uri? registry, IReadOnlyList<SchemaFinding> findings)
    {
        if (context.IsJson)
        {
            context.Json.Write(writer => WriteJson(writer, registry, findings));
            return;
        }

        Table table = Terminal.Table("schema", "against", "version", "state");
        foreach (SchemaFinding finding in findings)
        {
            table.Row(finding.Schema, finding.Subject ?? "schemas/released", finding.Version?.ToString(CultureInfo.InvariantCulture) ?? "", Text(finding.State));
        }

        context.Out.Write(table);
        foreach (SchemaFinding finding in findings)
        {
            foreach (string problem in finding.Problems)
            {
                context.Out.Line($"{finding.Schema} against {finding.Subject ?? "schemas/released"}, {problem}");
            }
        }
    }

    private static void WriteJson(Utf8JsonWriter writer, Uri? registry, IReadOnlyList<SchemaFinding> findings)
    {
        writer.WriteStartObject();
        writer.WriteString("registry", registry?.OriginalString);
        writer.WriteStartArray("schemas");
        foreach (SchemaFinding finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("schema", finding.Schema);
            writer.WriteString("subject", finding.Subject);
            writer.WriteString("state", Text(finding.State));
            WriteNumber(writer, "version", finding.Version);
            WriteNumber(writer, "id", finding.Id);
            writer.WriteStartArray("problems");
            foreach (string problem in finding.Problems)
            {
                writer.WriteStringValue(problem);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int? value)
    {
        if (value is { } number)
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static string Text(SchemaState state) => state switch
    {
        SchemaState.New => "new",
        SchemaState.Same => "same",
        SchemaState.Additive => "additive",
        SchemaState.Ahead => "ahead",
        _ => "breaking",
    };
}
