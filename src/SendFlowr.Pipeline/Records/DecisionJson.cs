using System.Buffers;
using System.Globalization;
using System.Text.Json;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Records;

/// <summary>Writes decision records as JSON, byte for byte as <c>AvroJson</c> writes them, without the detour over the Avro form.</summary>
/// <remarks>Stateless; safe for all threads.</remarks>
public static class DecisionJson
{
    private static readonly string[] Paths = ["minute", "hour", "fallback"];
    private static readonly string[] Resolutions = ["minute", "hour"];
    private static readonly string[] Arms = ["minute_latency", "minute", "hour", "fixed"];

    /// <summary>Writes the whole record as one object.</summary>
    public static void Write(Utf8JsonWriter output, DecisionRecord record)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(record);
        output.WriteStartObject();
        WriteFields(output, record);
        output.WriteEndObject();
    }

    /// <summary>Writes the fields alone, into an object that the caller began and may add to.</summary>
    public static void WriteFields(Utf8JsonWriter output, DecisionRecord record)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(record);
        Decision decision = record.Decision;
        output.WriteString("decision_id"u8, decision.DecisionId);
        output.WriteNumber("revision"u8, record.Revision);
        output.WriteString("explanation_ref"u8, record.ExplanationRef);
        output.WriteString("request_id"u8, record.RequestId);
        output.WriteString("universal_id"u8, decision.UniversalId);
        output.WriteString("state"u8, record.State);
        output.WriteString("reason"u8, decision.Reason);
        output.WriteString("path"u8, Paths[(int)decision.Path]);
        WriteMinute(output, decision.TargetMinuteUtc);
        WriteTime(output, "target_timestamp_utc"u8, decision.TargetTimestamp);
        WriteTime(output, "trigger_timestamp_utc"u8, decision.TriggerTimestamp);
        WriteMeasures(output, decision);
        WriteAlternatives(output, decision.Alternatives);
        WriteBreakers(output, decision.Breakers);
        WriteDebug(output, decision);
        output.WriteStartArray("explanation"u8);
        for (int i = 0; i < record.Explanation.Count; i++)
        {
            output.WriteStringValue(record.Explanation[i]);
        }

        output.WriteEndArray();
        WriteTime(output, "created_at_utc"u8, record.CreatedAt);
        output.WriteString("model_version"u8, decision.ModelVersion);
        output.WriteNumber("priors_version"u8, decision.PriorsVersion);
        output.WriteString("priors_digest"u8, decision.PriorsDigest);
        output.WriteString("policy_version"u8, decision.PolicyVersion);
        WriteQuestion(output, record);
        WriteEvidence(output, record);
        WriteParts(output, decision.Parts);
        WriteDouble(output, "chance"u8, decision.Chance);
        output.WriteNumber("utc_offset_minutes"u8, decision.UtcOffsetMinutes);
    }

    private static void WriteParts(Utf8JsonWriter output, IReadOnlyList<CurvePartShare> parts)
    {
        output.WriteStartArray("parts"u8);
        for (int i = 0; i < parts.Count; i++)
        {
            output.WriteStartObject();
            output.WriteString("name"u8, CurveParts.NameOf(parts[i].Part));
            WriteDouble(output, "share"u8, parts[i].Share);
            output.WriteEndObject();
        }

        output.WriteEndArray();
    }

    private static void WriteMeasures(Utf8JsonWriter output, Decision decision)
    {
        WriteDouble(output, "latency_estimate_seconds"u8, decision.LatencyEstimateSeconds);
        output.WriteString("latency_source"u8, LatencySourceNames.Name(decision.LatencySource));
        output.WriteNumber("latency_observations"u8, decision.LatencyObservations);
        WriteDouble(output, "confidence_score"u8, decision.ConfidenceScore);
        WriteDouble(output, "score"u8, decision.Score);
        WriteDouble(output, "own_share"u8, decision.OwnShare);
        output.WriteNumber("evidence_count"u8, decision.EvidenceCount);
        WriteDouble(output, "resolution_confidence"u8, decision.ResolutionConfidence);
        output.WriteString("binding_constraint"u8, decision.BindingConstraint);
    }

    private static void WriteAlternatives(Utf8JsonWriter output, IReadOnlyList<DecisionAlternative> alternatives)
    {
        output.WriteStartArray("alternatives"u8);
        for (int i = 0; i < alternatives.Count; i++)
        {
            output.WriteStartObject();
            WriteTime(output, "target_timestamp_utc"u8, alternatives[i].Target);
            WriteDouble(output, "score"u8, alternatives[i].Score);
            output.WriteEndObject();
        }

        output.WriteEndArray();
    }

    private static void WriteBreakers(Utf8JsonWriter output, IReadOnlyList<BreakerInterval> breakers)
    {
        output.WriteStartArray("breakers"u8);
        for (int i = 0; i < breakers.Count; i++)
        {
            output.WriteStartObject();
            output.WriteString("signal"u8, breakers[i].Signal);
            WriteTime(output, "since"u8, breakers[i].From);
            WriteTime(output, "until"u8, breakers[i].Until);
            output.WriteEndObject();
        }

        output.WriteEndArray();
    }

    private static void WriteDebug(Utf8JsonWriter output, Decision decision)
    {
        output.WriteStartObject("debug"u8);
        output.WriteNumber("base_curve_peak_minute"u8, decision.BaseCurvePeakMinute);
        output.WriteStartArray("applied_weights"u8);
        for (int i = 0; i < decision.AppliedWeights.Count; i++)
        {
            output.WriteStartObject();
            output.WriteString("signal"u8, decision.AppliedWeights[i].Signal);
            WriteDouble(output, "weight"u8, decision.AppliedWeights[i].Weight);
            output.WriteEndObject();
        }

        output.WriteEndArray();
        output.WriteBoolean("suppressed"u8, decision.Suppressed);
        output.WriteEndObject();
    }

    private static void WriteQuestion(Utf8JsonWriter output, DecisionRecord record)
    {
        Decision decision = record.Decision;
        output.WriteStartObject("question"u8);
        output.WriteString("identified_by"u8, decision.ResolvedBy);
        output.WriteString("channel"u8, decision.Channel);
        output.WriteString("provider"u8, decision.Provider);
        output.WriteString("resolution"u8, Resolutions[(int)decision.Resolution]);
        WriteTime(output, "now"u8, decision.DecidedAt);
        WriteTime(output, "send_after"u8, decision.SendAfter);
        WriteTime(output, "send_before"u8, decision.SendBefore);
        if (record.LatencyHintSeconds is { } hint)
        {
            WriteDouble(output, "latency_hint_seconds"u8, hint);
        }
        else
        {
            output.WriteNull("latency_hint_seconds"u8);
        }

        output.WriteNumber("horizon_minutes"u8, decision.HorizonMinutes);
        output.WriteString("arm"u8, Arms[(int)decision.Arm]);
        WriteTime(output, "held_target_utc"u8, decision.HeldTarget);
        output.WriteBoolean("urgent"u8, decision.Urgent);
        output.WriteEndObject();
    }

    private static void WriteEvidence(Utf8JsonWriter output, DecisionRecord record)
    {
        output.WriteStartObject("evidence"u8);
        WriteHex(output, "timing"u8, record.TimingRow);
        WriteHex(output, "signals"u8, record.SignalRow);
        if (record.Lane.Count == 0)
        {
            output.WriteNull("lane_median_milliseconds"u8);
        }
        else
        {
            output.WriteNumber("lane_median_milliseconds"u8, record.Lane.MedianMilliseconds);
        }

        output.WriteNumber("lane_count"u8, record.Lane.Count);
        output.WriteStartArray("clock"u8);
        foreach (ClockOffset offset in record.Clock.Offsets)
        {
            output.WriteStartObject();
            WriteTime(output, "from"u8, Timestamp.FromEpochMinute(offset.FromMinute));
            output.WriteNumber("utc_offset_minutes"u8, offset.OffsetMinutes);
            output.WriteEndObject();
        }

        output.WriteEndArray();
        output.WriteEndObject();
    }

    private static void WriteMinute(Utf8JsonWriter output, int? minute)
    {
        if (minute is { } number)
        {
            output.WriteNumber("target_minute_utc"u8, number);
        }
        else
        {
            output.WriteNull("target_minute_utc"u8);
        }
    }

    /// <summary>NaN and the infinities, which JSON lacks, are text.</summary>
    private static void WriteDouble(Utf8JsonWriter output, ReadOnlySpan<byte> name, double value)
    {
        if (double.IsFinite(value))
        {
            output.WriteNumber(name, value);
        }
        else
        {
            output.WriteString(name, value.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    private static void WriteTime(Utf8JsonWriter output, ReadOnlySpan<byte> name, Timestamp? time)
    {
        if (time is not { } instant)
        {
            output.WriteNull(name);
            return;
        }

        Span<byte> text = stackalloc byte[Rfc3339.MostUnits];
        if (Rfc3339.TryFormat(instant, text, out int length))
        {
            output.WriteString(name, text[..length]);
        }
        else
        {
            output.WriteNumber(name, instant.EpochMilliseconds);
        }
    }

    private static void WriteHex(Utf8JsonWriter output, ReadOnlySpan<byte> name, byte[] bytes)
    {
        byte[] digits = ArrayPool<byte>.Shared.Rent(2 * bytes.Length);
        Convert.TryToHexStringLower(bytes, digits, out int length);
        output.WriteString(name, digits.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(digits);
    }
}
