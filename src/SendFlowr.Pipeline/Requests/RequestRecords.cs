using SendFlowr.Avro.Binary;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>What the life of a request leaves in topics: a decision for every revision and final state, a trigger, and word to its home.</summary>
/// <remarks>Reuses its buffers; not thread-safe.</remarks>
internal sealed class RequestRecords
{
    private readonly DecisionWriter _decisionWriter = new();
    private readonly RecordWriter _triggerWriter = new(Schemas.Trigger);
    private readonly RequestStepSink _steps = new();
    private readonly byte[] _key = new byte[RowKey.SizeBytes];
    private ISink _decisions = null!;
    private ISink _triggers = null!;
    private ISink _home = null!;

    public void Init(IProcessorContext context)
    {
        _decisions = context.Sink("decisions");
        _triggers = context.Sink("triggers");
        _home = context.Sink("requests");
    }

    /// <summary>One revision, or the final state.</summary>
    public void SendDecision(OpenRequest open, RequestState state, RequestDecision decided, Timestamp now)
    {
        DecisionRecord record = new()
        {
            Decision = decided.Decision,
            Revision = open.Row.Revision,
            RequestId = open.Request.RequestId,
            State = state.Name(),
            Explanation = DecisionExplanation.Lines(decided.Decision),
            CreatedAt = now,
            LatencyHintSeconds = open.Request.LatencyHintSeconds,
            TimingRow = decided.TimingRow,
            SignalRow = decided.SignalRow,
            Lane = decided.Lane,
            Clock = decided.Clock,
        };
        open.Row.Person.Write(_key);
        _decisions.Send(_key, _decisionWriter.Write(record), now.EpochMilliseconds);
    }

    /// <summary>The message's trigger; the decision allows it.</summary>
    public void SendTrigger(OpenRequest open, RequestDecision decided, Timestamp now)
    {
        SendRequest request = open.Request;
        Decision decision = decided.Decision;
        AvroWriter writer = _triggerWriter.Begin();
        writer.WriteString(request.RequestId);
        writer.WriteString(decision.DecisionId);
        writer.WriteInt(open.Row.Revision);
        writer.WriteString(decision.UniversalId);
        RequestCodec.WriteRecipient(writer, request.Recipient);
        writer.WriteString(request.Channel);
        writer.WriteString(request.Provider);
        writer.WriteOptional(request.CampaignId);
        writer.WriteOptional(request.CampaignType);
        writer.WriteOptional(request.Template);
        writer.WriteLong(decision.TargetTimestamp!.Value.EpochMilliseconds);
        writer.WriteLong(decision.TriggerTimestamp!.Value.EpochMilliseconds);
        writer.WriteLong(now.EpochMilliseconds);
        writer.WriteDouble(decision.LatencyEstimateSeconds);
        RequestCodec.WriteMetadata(writer, request.Metadata);
        open.Row.Person.Write(_key);
        _triggers.Send(_key, _triggerWriter.Bytes, now.EpochMilliseconds);
    }

    /// <summary>Tells the home of the id how it ended.</summary>
    public void SendSettled(OpenRequest open, RequestState state, string reason, RequestDecision decided, Timestamp now) => _steps.SendHome(
        _home,
        new RequestStep
        {
            Kind = RequestStepKind.Settled,
            RequestId = open.Request.RequestId,
            Person = open.Row.Person,
            At = now,
            DecisionId = open.DecisionId,
            Revision = open.Row.Revision,
            State = state,
            Reason = reason,
            Channel = open.Request.Channel,
            Provider = open.Request.Provider,
            Target = decided.Decision.TargetTimestamp,
            Trigger = decided.Decision.TriggerTimestamp,
            LatencySeconds = decided.Decision.LatencyEstimateSeconds,
        },
        now.EpochMilliseconds);
}
