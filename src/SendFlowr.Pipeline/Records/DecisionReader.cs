using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Records;

/// <summary>Reads decision records of any released schema version.</summary>
public static class DecisionReader
{
    private static readonly DatumReader Reader = new(SchemaCatalog.Embedded.Current("decision").Schema);

    /// <summary>The record in Avro's generic form, for writing it as JSON.</summary>
    public static AvroValue ReadValue(ReadOnlySpan<byte> record) => Reader.Read(Schemas.Decision.Body(record));

    public static DecisionRecord Read(ReadOnlySpan<byte> record)
    {
        AvroRecord value = ReadValue(record).AsRecord();
        AvroRecord question = value["question"].AsRecord();
        AvroRecord evidence = value["evidence"].AsRecord();
        return new DecisionRecord
        {
            Decision = ReadDecision(value, question),
            Revision = value["revision"].AsInt(),
            RequestId = OptionalText(value["request_id"]),
            State = value["state"].AsString(),
            Explanation = [.. value["explanation"].AsArray().Select(line => line.AsString())],
            CreatedAt = Time(value["created_at_utc"]),
            LatencyHintSeconds = question["latency_hint_seconds"] is { IsNull: false } hint ? hint.AsDouble() : null,
            TimingRow = evidence["timing"].AsBytes().ToArray(),
            SignalRow = evidence["signals"].AsBytes().ToArray(),
            Lane = evidence["lane_median_milliseconds"] is { IsNull: false } median
                ? new LaneSummary(median.AsLong(), evidence["lane_count"].AsInt())
                : default,
            Clock = PersonClock.FromOffsets(evidence["clock"].AsArray().Select(item => item.AsRecord())
                .Select(item => new ClockOffset(Time(item["from"]).EpochMinute, item["utc_offset_minutes"].AsInt())).ToArray()),
        };
    }

    private static Decision ReadDecision(AvroRecord value, AvroRecord question)
    {
        AvroRecord debug = value["debug"].AsRecord();
        return new Decision
        {
            DecisionId = value["decision_id"].AsString(),
            UniversalId = value["universal_id"].AsString(),
            ResolvedBy = question["identified_by"].AsString(),
            ResolutionConfidence = value["resolution_confidence"].AsDouble(),
            Channel = question["channel"].AsString(),
            Provider = question["provider"].AsString(),
            DecidedAt = Time(question["now"]),
            SendAfter = Time(question["send_after"]),
            SendBefore = Time(question["send_before"]),
            Resolution = Enum.Parse<DecisionResolution>(question["resolution"].AsEnumSymbol(), ignoreCase: true),
            Arm = Enum.Parse<DecisionArm>(question["arm"].AsEnumSymbol().Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
            Urgent = question["urgent"].AsBoolean(),
            HeldTarget = OptionalTime(question["held_target_utc"]),
            HorizonMinutes = question["horizon_minutes"].AsInt(),
            TargetMinuteUtc = value["target_minute_utc"] is { IsNull: false } minute ? minute.AsInt() : null,
            TargetTimestamp = OptionalTime(value["target_timestamp_utc"]),
            TriggerTimestamp = OptionalTime(value["trigger_timestamp_utc"]),
            LatencyEstimateSeconds = value["latency_estimate_seconds"].AsDouble(),
            LatencySource = LatencySourceNames.Parse(value["latency_source"].AsString()),
            LatencyObservations = value["latency_observations"].AsInt(),
            ConfidenceScore = value["confidence_score"].AsDouble(),
            Score = value["score"].AsDouble(),
            ModelVersion = value["model_version"].AsString(),
            PriorsVersion = value["priors_version"].AsLong(),
            PriorsDigest = value["priors_digest"].AsString(),
            PolicyVersion = value["policy_version"].AsString(),
            Reason = value["reason"].AsString(),
            Path = Enum.Parse<DecisionPath>(value["path"].AsEnumSymbol(), ignoreCase: true),
            BindingConstraint = OptionalText(value["binding_constraint"]),
            Alternatives = [.. value["alternatives"].AsArray().Select(item => item.AsRecord())
                .Select(item => new DecisionAlternative(Time(item["target_timestamp_utc"]), item["score"].AsDouble()))],
            BaseCurvePeakMinute = debug["base_curve_peak_minute"].AsInt(),
            AppliedWeights = [.. debug["applied_weights"].AsArray().Select(item => item.AsRecord())
                .Select(item => new AppliedWeight(item["signal"].AsString(), item["weight"].AsDouble()))],
            Breakers = [.. value["breakers"].AsArray().Select(item => item.AsRecord())
                .Select(item => new BreakerInterval(item["signal"].AsString(), Time(item["since"]), OptionalTime(item["until"])))],
            Suppressed = debug["suppressed"].AsBoolean(),
            EvidenceCount = value["evidence_count"].AsInt(),
            OwnShare = value["own_share"].AsDouble(),
            Parts = [.. value["parts"].AsArray().Select(item => item.AsRecord())
                .Select(item => new CurvePartShare(CurveParts.Parse(item["name"].AsString()), item["share"].AsDouble()))],
            Chance = value["chance"].AsDouble(),
            UtcOffsetMinutes = value["utc_offset_minutes"].AsInt(),
        };
    }

    private static Timestamp Time(AvroValue value) => new(value.AsLong());

    private static Timestamp? OptionalTime(AvroValue value) => value.IsNull ? null : Time(value);

    private static string? OptionalText(AvroValue value) => value.IsNull ? null : value.AsString();
}
