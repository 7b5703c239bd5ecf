using System.Text.Json;
using SendFlowr.Cli.Output;
using Spectre.Console;

namespace SendFlowr.Cli.Instances;

/// <summary>A verb as one process asks another to run it. Immutable.</summary>
/// <param name="Run">32 hex digits by which the run can be cancelled.</param>
/// <param name="Words">The command line as it was typed.</param>
/// <param name="WorkingDirectory">The folder in which it was typed.</param>
/// <param name="SettingsFingerprint">Tells whether the asking process has another configuration.</param>
/// <param name="Out">The other end of standard output.</param>
/// <param name="Error">The other end of standard error.</param>
internal sealed record VerbRequest(
    string Run, IReadOnlyList<string> Words, string WorkingDirectory, string SettingsFingerprint, TerminalShape Out, TerminalShape Error)
{
    public const int RunDigits = 32;

    /// <summary>Most bytes of a request: more than any command line may have.</summary>
    public const int MaxBytes = 4 << 20;

    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteString("run", Run);
            writer.WriteStartArray("args");
            foreach (string word in Words)
            {
                writer.WriteStringValue(word);
            }

            writer.WriteEndArray();
            writer.WriteString("cwd", WorkingDirectory);
            writer.WriteString("settings", SettingsFingerprint);
            WriteShape(writer, "out", Out);
            WriteShape(writer, "error", Error);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; null of anything else.</summary>
    public static VerbRequest? TryRead(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            VerbRequest request = new(
                root.GetProperty("run").GetString()!,
                [.. root.GetProperty("args").EnumerateArray().Select(word => word.GetString()!)],
                root.GetProperty("cwd").GetString()!,
                root.GetProperty("settings").GetString()!,
                ReadShape(root.GetProperty("out")),
                ReadShape(root.GetProperty("error")));
            bool isGood = Instance.IsHex(request.Run, RunDigits) && Path.IsPathFullyQualified(request.WorkingDirectory) && !request.Words.Contains(null);
            return isGood ? request : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private static void WriteShape(Utf8JsonWriter writer, string name, TerminalShape shape)
    {
        writer.WriteStartObject(name);
        writer.WriteBoolean("redirected", shape.IsRedirected);
        writer.WriteNumber("width", shape.Width);
        writer.WriteNumber("height", shape.Height);
        writer.WriteBoolean("ansi", shape.IsAnsi);
        writer.WriteString("colors", shape.Colors.ToString());
        writer.WriteBoolean("unicode", shape.IsUnicode);
        writer.WriteEndObject();
    }

    private static TerminalShape ReadShape(JsonElement shape) => new(
        shape.GetProperty("redirected").GetBoolean(),
        Math.Clamp(shape.GetProperty("width").GetInt32(), 1, TerminalShape.MaxSide),
        Math.Clamp(shape.GetProperty("height").GetInt32(), 1, TerminalShape.MaxSide),
        shape.GetProperty("ansi").GetBoolean(),
        Enum.Parse<ColorSystem>(shape.GetProperty("colors").GetString()!),
        shape.GetProperty("unicode").GetBoolean());
}
