using System.Text.Json;
using SendFlowr.Cli.Output;
using SendFlowr.Model.Backtest;

namespace SendFlowr.Cli.Verbs.Backtest;

/// <summary>A backtest as one JSON document; the names are a contract, fields may be added.</summary>
internal static class BacktestJson
{
    public static void Write(Utf8JsonWriter writer, BacktestReport report, long rejected)
    {
        writer.WriteStartObject();
        writer.WriteNumber("users", report.Users);
        writer.WriteNumber("rejected", rejected);
        writer.WriteNumber("scored_users", report.ScoredUsers);
        writer.WriteNumber("events", report.Events);
        writer.WriteNumber("test_events", report.TestEvents);
        writer.WriteNumber("windows", report.Windows);
        writer.WriteNumber("reachable_windows", report.ReachableWindows);
        writer.WriteNumber("cold_events", report.ColdEvents);
        writer.WriteStartArray("models");
        foreach (ModelScore model in report.Models)
        {
            writer.WriteStartObject();
            writer.WriteString("name", model.Name);
            writer.WriteNumberOrNull("nats_per_event", model.NatsPerEvent);
            writer.WriteNumberOrNull("hit_rate", model.HitRate);
            writer.WriteNumberOrNull("lift", model.Lift);
            writer.WriteNumberOrNull("cold", model.Cold);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteCalibration(writer, report.Calibration);
        writer.WriteEndObject();
    }

    private static void WriteCalibration(Utf8JsonWriter writer, CalibrationReport calibration)
    {
        writer.WriteStartObject("calibration");
        writer.WriteNumberOrNull("ece_raw", calibration.EceRaw);
        writer.WriteNumberOrNull("ece", calibration.Ece);
        writer.WriteNumberOrNull("brier", calibration.Brier);
        writer.WriteStartArray("bins");
        foreach (ReliabilityBin bin in calibration.Bins)
        {
            writer.WriteStartObject();
            writer.WriteNumberOrNull("from", bin.From);
            writer.WriteNumberOrNull("to", bin.To);
            writer.WriteNumber("windows", bin.Windows);
            writer.WriteNumberOrNull("mean_chance", bin.MeanChance);
            writer.WriteNumberOrNull("hit_rate", bin.HitRate);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
