using SendFlowr.Avro.Binary;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Records;

/// <summary>Writes decision records (<c>schemas/decision.avsc</c>). Reuses its buffer; not thread-safe.</summary>
public sealed class DecisionWriter
{
    private readonly RecordWriter _writer = new(Schemas.Decision);

    /// <summary>The record with its header; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(DecisionRecord record)
    {
        Decision decision = record.Decision;
        AvroWriter writer = _writer.Begin();
        writer.WriteString(decision.DecisionId);
        writer.WriteInt(record.Revision);
        writer.WriteString(record.ExplanationRef);
        writer.WriteOptional(record.RequestId);
        writer.WriteString(decision.UniversalId);
        writer.WriteString(record.State);
        writer.WriteString(decision.Reason);
        writer.WriteEnum((int)decision.Path);
        writer.WriteOptional(decision.TargetMinuteUtc);
        writer.WriteOptional(decision.TargetTimestamp);
        writer.WriteOptional(decision.TriggerTimestamp);
        WriteMeasures(writer, decision);
        WriteAlternatives(writer, decision.Alternatives);
        WriteBreakers(writer, decision.Breakers);
        WriteDebug(writer, decision);
        WriteTexts(writer, record.Explanation);
        writer.WriteLong(record.CreatedAt.EpochMilliseconds);
        writer.WriteString(decision.ModelVersion);
        writer.WriteLong(decision.PriorsVersion);
        writer.WriteString(decision.PriorsDigest);
        writer.WriteString(decision.PolicyVersion);
        WriteQuestion(writer, record);
        WriteEvidence(writer, record);
        WriteParts(writer, decision.Parts);
        writer.WriteDouble(decision.Chance);
        writer.WriteInt(decision.UtcOffsetMinutes);
        return _writer.Bytes;
    }

    private static void WriteMeasures(AvroWriter writer, Decision decision)
    {
        writer.WriteDouble(decision.LatencyEstimateSeconds);
        writer.WriteString(LatencySourceNames.Name(decision.LatencySource));
        writer.WriteInt(decision.LatencyObservations);
        writer.WriteDouble(decision.ConfidenceScore);
        writer.WriteDouble(decision.Score);
        writer.WriteDouble(decision.OwnShare);
        writer.WriteInt(decision.EvidenceCount);
        writer.WriteDouble(decision.ResolutionConfidence);
        writer.WriteOptional(decision.BindingConstraint);
    }

    private static void WriteParts(AvroWriter writer, IReadOnlyList<CurvePartShare> parts)
    {
        writer.WriteItemCount(parts.Count);
        foreach (CurvePartShare part in parts)
        {
            writer.WriteString(CurveParts.NameOf(part.Part));
            writer.WriteDouble(part.Share);
        }

        writer.WriteBlocksEnd();
    }

    private static void WriteAlternatives(AvroWriter writer, IReadOnlyList<DecisionAlternative> alternatives)
    {
        writer.WriteItemCount(alternatives.Count);
        foreach (DecisionAlternative alternative in alternatives)
        {
            writer.WriteLong(alternative.Target.EpochMilliseconds);
            writer.WriteDouble(alternative.Score);
        }

        writer.WriteBlocksEnd();
    }

    private static void WriteBreakers(AvroWriter writer, IReadOnlyList<BreakerInterval> breakers)
    {
        writer.WriteItemCount(breakers.Count);
        foreach (BreakerInterval breaker in breakers)
        {
            writer.WriteString(breaker.Signal);
            writer.WriteLong(breaker.From.EpochMilliseconds);
            writer.WriteOptional(breaker.Until);
        }

        writer.WriteBlocksEnd();
    }

    private static void WriteDebug(AvroWriter writer, Decision decision)
    {
        writer.WriteInt(decision.BaseCurvePeakMinute);
        writer.WriteItemCount(decision.AppliedWeights.Count);
        foreach (AppliedWeight applied in decision.AppliedWeights)
        {
            writer.WriteString(applied.Signal);
            writer.WriteDouble(applied.Weight);
        }

        writer.WriteBlocksEnd();
        writer.WriteBoolean(decision.Suppressed);
    }

    private static void WriteTexts(AvroWriter writer, IReadOnlyList<string> texts)
    {
        writer.WriteItemCount(texts.Count);
        foreach (string text in texts)
        {
            writer.WriteString(text);
        }

        writer.WriteBlocksEnd();
    }

    private static void WriteQuestion(AvroWriter writer, DecisionRecord record)
    {
        Decision decision = record.Decision;
        writer.WriteString(decision.ResolvedBy);
        writer.WriteString(decision.Channel);
        writer.WriteString(decision.Provider);
        writer.WriteEnum((int)decision.Resolution);
        writer.WriteLong(decision.DecidedAt.EpochMilliseconds);
        writer.WriteLong(decision.SendAfter.EpochMilliseconds);
        writer.WriteLong(decision.SendBefore.EpochMilliseconds);
        writer.WriteOptional(record.LatencyHintSeconds);
        writer.WriteInt(decision.HorizonMinutes);
        writer.WriteEnum((int)decision.Arm);
        writer.WriteOptional(decision.HeldTarget);
        writer.WriteBoolean(decision.Urgent);
    }

    private static void WriteEvidence(AvroWriter writer, DecisionRecord record)
    {
        writer.WriteBytes(record.TimingRow);
        writer.WriteBytes(record.SignalRow);
        writer.WriteOptional(record.Lane.Count == 0 ? null : (long?)record.Lane.MedianMilliseconds);
        writer.WriteInt(record.Lane.Count);
        writer.WriteItemCount(record.Clock.Offsets.Length);
        foreach (ClockOffset offset in record.Clock.Offsets)
        {
            writer.WriteLong(Timestamp.FromEpochMinute(offset.FromMinute).EpochMilliseconds);
            writer.WriteInt(offset.OffsetMinutes);
        }

        writer.WriteBlocksEnd();
    }
}
