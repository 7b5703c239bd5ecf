using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Server.Identity;
using SendFlowr.Server.Inputs;

namespace SendFlowr.Server.Timing;

/// <summary>The fields of a question. Thread-safe.</summary>
internal static class QuestionFields
{
    public const string Example = """
        { "email": "ann@example.com", "channel": "email", "provider": "klaviyo", "latency_estimate_seconds": 30 }
        """;

    private const int MostNameChars = 64;
    private const long MostPayloadBytes = 1L << 30;
    private const long MostQueueDepth = 1_000_000_000_000;

    /// <summary>Fields that requests have too: who executes it, and when.</summary>
    public static IReadOnlyList<InputField> Shared { get; } = [.. Own()];

    public static InputTable Table { get; } = new([.. PersonFields.All, .. Shared, .. Estimates()]);

    /// <summary>Reads a question; its window is judged as of now.</summary>
    /// <exception cref="Problems.RefusedException">Names the field.</exception>
    public static TimingQuestion Read(ReadOnlySpan<byte> json, ServerParts parts)
    {
        InputValues values = JsonInput.Read(json, Table);
        TimingQuestion question = new()
        {
            Person = PersonFields.Read(values, parts.DefaultCountry),
            Channel = values.Text("channel", "email"),
            Provider = values.Text("provider", ""),
            SendAfter = values.Instant("send_after"),
            SendBefore = values.Instant("send_before"),
            LatencyHintSeconds = values.Number("latency_estimate_seconds"),
            Resolution = values.Text("resolution") == "hour" ? DecisionResolution.Hour : DecisionResolution.Minute,
        };
        RefuseBadWindow(question, new Timestamp(parts.Host.NowMilliseconds));
        return question;
    }

    private static IEnumerable<InputField> Own() =>
    [
        InputField.Text("channel", "How the person is reached. A breaker of a channel holds there only.", MostNameChars) with { Default = "email", Example = "email" },
        InputField.Text("provider", "Who executes the send. With the channel it names the lane whose latency is compensated.", MostNameChars, 0) with { Example = "klaviyo" },
        InputField.Text("campaign_type", "Kind of the campaign in your own words. Accepted; answers do not depend on it yet.", 256, 0),
        InputField.Instant("send_after", "Earliest arrival, inclusive; default now."),
        InputField.Instant("send_before", "Latest arrival, inclusive; default seven days after send_after, at most 31 days after it and now."),
        InputField.Number(
            "latency_estimate_seconds",
            "Your own estimate of the time from trigger to arrival, used only while nothing has been measured on the lane.",
            0,
            DecisionInput.MaxLatencyHintSeconds),
        InputField.Choice("resolution", "Minute, or the fallback by hours of the week.", "minute", "hour") with { Default = "minute" },
    ];

    private static IEnumerable<InputField> Estimates() =>
    [
        InputField.Integer("payload_size_bytes", "Size of the message. Accepted; answers do not depend on it yet.", 0, MostPayloadBytes),
        InputField.Integer("queue_depth_estimate", "Messages waiting at the provider. Accepted; answers do not depend on it yet.", 0, MostQueueDepth),
    ];

    private static void RefuseBadWindow(TimingQuestion question, Timestamp now)
    {
        Timestamp after = question.SendAfter ?? now;
        Timestamp first = after > now ? after : now;
        if (question.SendBefore is not { } before)
        {
            return;
        }

        if (before < now)
        {
            throw ValueReader.Invalid("send_before", $"lies in the past: send_after is {after}, send_before is {before}, now is {now}; give a window that has not ended");
        }

        if (before < after)
        {
            throw ValueReader.Invalid("send_before", $"lies before send_after: send_after is {after}, send_before is {before}; give a window that ends after it begins");
        }

        if (before > first.Plus(DecisionInput.MaxWindow))
        {
            throw ValueReader.Invalid("send_before", $"is {before}; it may be at most {DecisionInput.MaxWindow.TotalDays} days after {first}, where the window (send_after) begins");
        }
    }
}
