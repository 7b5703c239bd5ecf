using System.Text;
using System.Text.Json;
using SendFlowr.Cli.Output;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Connectors;

/// <summary>Takes the NDJSON of a connector test and prints each outcome in one line for people.</summary>
internal sealed class OutcomeText(IAnsiConsole console) : WriteOnlyStream
{
    private readonly MemoryStream _line = new();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.IndexOf((byte)'\n') is >= 0 and var end)
        {
            _line.Write(buffer[..end]);
            console.Line(Describe(_line.GetBuffer().AsMemory(0, (int)_line.Length)));
            _line.SetLength(0);
            buffer = buffer[(end + 1)..];
        }

        _line.Write(buffer);
    }

    public override void Flush() => console.Profile.Out.Writer.Flush();

    protected override void Dispose(bool disposing)
    {
        _line.Dispose();
        base.Dispose(disposing);
    }

    /// <summary><c>clicks.csv:2: clicked at 2026-03-01T09:00:00Z ...</c>, in the words of the outcome's JSON.</summary>
    internal static string Describe(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement outcome = document.RootElement;
        StringBuilder text = new();
        bool isNumbered = outcome.TryGetProperty("line", out JsonElement number) || outcome.TryGetProperty("record", out number);
        string place = isNumbered ? $":{number}" : $"[{outcome.GetProperty("document")}]";
        text.Append(outcome.GetProperty("sample").GetString()).Append(place).Append(": ");
        if (outcome.TryGetProperty("rejected", out JsonElement rejected))
        {
            string path = rejected.GetProperty("path").GetString()!;
            text.Append("rejected: ").Append(rejected.GetProperty("reason").GetString()).Append(path.Length == 0 ? "" : $" at {path}")
                .Append(": ").Append(rejected.GetProperty("detail").GetString());
        }
        else if (outcome.TryGetProperty("event", out JsonElement mapped))
        {
            DescribeEvent(text, mapped);
        }
        else
        {
            text.Append("ignored");
        }

        return text.ToString();
    }

    private static void DescribeEvent(StringBuilder text, JsonElement mapped)
    {
        text.Append(mapped.GetProperty("event_type").GetString()).Append(" at ").Append(mapped.GetProperty("occurred_at").GetString());
        foreach (JsonElement identifier in mapped.GetProperty("identifiers").EnumerateArray())
        {
            text.Append("  ").Append(identifier.GetProperty("type").GetString()).Append('=').Append(identifier.GetProperty("value").GetString());
        }

        foreach (JsonProperty field in mapped.EnumerateObject().Where(field => field.Name is not ("event_type" or "occurred_at" or "identifiers" or "attributes")))
        {
            text.Append("  ").Append(field.Name).Append('=').Append(field.Value);
        }

        if (mapped.TryGetProperty("attributes", out JsonElement attributes))
        {
            foreach (JsonProperty attribute in attributes.EnumerateObject())
            {
                text.Append("  attributes.").Append(attribute.Name).Append('=').Append(attribute.Value);
            }
        }
    }
}
