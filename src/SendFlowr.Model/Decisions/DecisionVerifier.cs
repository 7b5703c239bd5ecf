using System.Globalization;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>Holds a recomputed decision against the recorded one, bit for bit.</summary>
/// <remarks>Every field but <see cref="Decision.DecisionId"/>, which is no part of the answer. Pure; safe for all threads.</remarks>
public static class DecisionVerifier
{
    /// <summary>The fields that differ, in the order of the record; empty when the decisions are the same.</summary>
    public static IReadOnlyList<DecisionDifference> Compare(Decision recorded, Decision recomputed)
    {
        ArgumentNullException.ThrowIfNull(recorded);
        ArgumentNullException.ThrowIfNull(recomputed);
        List<(string Field, string Value)> left = Fields(recorded);
        List<(string Field, string Value)> right = Fields(recomputed);
        Dictionary<string, string> others = right.ToDictionary(pair => pair.Field, pair => pair.Value, StringComparer.Ordinal);
        List<DecisionDifference> differences = [];
        foreach ((string field, string value) in left)
        {
            string other = others.Remove(field, out string? found) ? found : "";
            if (other != value)
            {
                differences.Add(new DecisionDifference(field, value, other));
            }
        }

        foreach ((string field, string value) in right)
        {
            if (others.ContainsKey(field))
            {
                differences.Add(new DecisionDifference(field, "", value));
            }
        }

        return differences;
    }

    private static List<(string Field, string Value)> Fields(Decision decision)
    {
        List<(string Field, string Value)> fields =
        [
            ("universal_id", decision.UniversalId),
            ("resolved_by", decision.ResolvedBy),
            ("resolution_confidence", Bits(decision.ResolutionConfidence)),
            ("channel", decision.Channel),
            ("provider", decision.Provider),
            ("created_at_utc", Text(decision.DecidedAt)),
            ("send_after", Text(decision.SendAfter)),
            ("send_before", Text(decision.SendBefore)),
            ("resolution", decision.Resolution.ToString()),
            ("arm", decision.Arm.ToString()),
            ("urgent", decision.Urgent.ToString()),
            ("held_target_utc", Text(decision.HeldTarget)),
            ("horizon_minutes", Text(decision.HorizonMinutes)),
            ("target_minute_utc", decision.TargetMinuteUtc is { } minute ? Text(minute) : ""),
            ("target_timestamp_utc", Text(decision.TargetTimestamp)),
            ("trigger_timestamp_utc", Text(decision.TriggerTimestamp)),
            ("latency_estimate_seconds", Bits(decision.LatencyEstimateSeconds)),
            ("latency_source", decision.LatencySource.ToString()),
            ("latency_observations", Text(decision.LatencyObservations)),
            ("confidence_score", Bits(decision.ConfidenceScore)),
            ("score", Bits(decision.Score)),
            ("model_version", decision.ModelVersion),
            ("priors_version", decision.PriorsVersion.ToString(CultureInfo.InvariantCulture)),
            ("priors_digest", decision.PriorsDigest),
            ("policy_version", decision.PolicyVersion),
            ("reason", decision.Reason),
            ("path", decision.Path.ToString()),
            ("binding_constraint", decision.BindingConstraint ?? ""),
            ("base_curve_peak_minute", Text(decision.BaseCurvePeakMinute)),
            ("suppressed", decision.Suppressed.ToString()),
            ("evidence_count", Text(decision.EvidenceCount)),
            ("own_share", Bits(decision.OwnShare)),
            ("chance", Bits(decision.Chance)),
            ("utc_offset_minutes", Text(decision.UtcOffsetMinutes)),
        ];
        AddLists(decision, fields);
        return fields;
    }

    private static void AddLists(Decision decision, List<(string Field, string Value)> fields)
    {
        for (int i = 0; i < decision.Alternatives.Count; i++)
        {
            fields.Add(($"alternatives[{i}].target_timestamp_utc", Text(decision.Alternatives[i].Target)));
            fields.Add(($"alternatives[{i}].score", Bits(decision.Alternatives[i].Score)));
        }

        foreach (CurvePartShare part in decision.Parts)
        {
            fields.Add(($"parts[{part.Part}]", Bits(part.Share)));
        }

        for (int i = 0; i < decision.AppliedWeights.Count; i++)
        {
            fields.Add(($"applied_weights[{i}].signal", decision.AppliedWeights[i].Signal));
            fields.Add(($"applied_weights[{i}].weight", Bits(decision.AppliedWeights[i].Weight)));
        }

        for (int i = 0; i < decision.Breakers.Count; i++)
        {
            BreakerInterval breaker = decision.Breakers[i];
            fields.Add(($"breakers[{i}].signal", breaker.Signal));
            fields.Add(($"breakers[{i}].from", Text(breaker.From)));
            fields.Add(($"breakers[{i}].until", Text(breaker.Until)));
        }
    }

    /// <summary>The shortest text that names these bits, and the bits themselves, so that −0, 0 and every NaN differ.</summary>
    private static string Bits(double value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:R} (0x{BitConverter.DoubleToInt64Bits(value):x16})");

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(Timestamp? time) => time?.ToString() ?? "";
}
