using System.Text.Json;
using SendFlowr.Cli.Output;
using SendFlowr.Pipeline.Experiments;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>The demo's figures as JSON.</summary>
internal static class DemoJson
{
    public static void Write(Utf8JsonWriter writer, DemoSummary summary)
    {
        writer.WriteStartObject();
        writer.WriteNumber("people", summary.Plan.People);
        writer.WriteNumber("days", summary.Plan.Days);
        writer.WriteNumber("seed", summary.Plan.Seed);
        writer.WriteNumber("events", summary.Events);
        writer.WriteNumber("events_per_second", summary.HistoryEvents / summary.HistorySeconds);
        writer.WriteNumber("seconds", summary.Seconds);
        writer.WriteNumber("decisions", summary.Decisions);
        writer.WriteNumber("triggers", summary.Triggers);
        WriteRequests(writer, summary);
        WriteErrors(writer, summary);
        WriteLift(writer, "lift", summary, arm => arm.Horizon, withTruth: true);
        WriteLift(writer, "lift_within_12_hours", summary, arm => arm.TwelveHours, withTruth: false);
        writer.WriteStartObject("latency_compensation");
        writer.WriteNumberOrNull("true_rate", summary.Compensation.With);
        writer.WriteNumberOrNull("true_rate_without", summary.Compensation.Without);
        writer.WriteEndObject();
        writer.WriteStartObject("best_possible");
        writer.WriteNumberOrNull("rate", summary.BestPossibleRate);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteRequests(Utf8JsonWriter writer, DemoSummary summary)
    {
        writer.WriteStartObject("requests");
        foreach ((string state, long count) in summary.Requests)
        {
            writer.WriteNumber(state, count);
        }

        writer.WriteEndObject();
    }

    private static void WriteErrors(Utf8JsonWriter writer, DemoSummary summary)
    {
        writer.WriteStartObject("arrival_error_seconds");
        WriteQuantiles(writer, summary.ArrivalErrors[0].Errors);
        writer.WriteStartObject("lanes");
        foreach ((string provider, ErrorQuantiles errors) in summary.ArrivalErrors)
        {
            writer.WriteStartObject(provider);
            WriteQuantiles(writer, errors);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WriteQuantiles(Utf8JsonWriter writer, ErrorQuantiles errors)
    {
        writer.WriteNumberOrNull("p50", errors.Quantile(0.5));
        writer.WriteNumberOrNull("p90", errors.Quantile(0.9));
    }

    private static void WriteLift(Utf8JsonWriter writer, string name, DemoSummary summary, Func<DemoArm, LiftEstimate> choose, bool withTruth)
    {
        writer.WriteStartObject(name);
        foreach (DemoArm arm in summary.Arms)
        {
            LiftEstimate lift = choose(arm);
            writer.WriteStartObject(DemoOrchestrator.NameOf(arm.Arm));
            writer.WriteNumberOrNull("rate", lift.Rate);
            writer.WriteNumberOrNull("lift", lift.Lift);
            writer.WriteNumberOrNull("low", lift.Low);
            writer.WriteNumberOrNull("high", lift.High);
            if (withTruth)
            {
                writer.WriteNumberOrNull("true_rate", arm.TrueRate);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
