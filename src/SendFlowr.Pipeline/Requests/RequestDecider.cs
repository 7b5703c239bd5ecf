using SendFlowr.Model.Decisions;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Decides requests from the rows of their task: rings, signals, the lane's estimate and the priors in force.</summary>
/// <remarks>Caches the priors, which are a row of the task. Not thread-safe.</remarks>
internal sealed class RequestDecider
{
    /// <summary>A trigger that leaves so late is on time.</summary>
    private const long PunctualMilliseconds = 1000;

    private readonly SignalRules _rules;
    private readonly int _horizonMinutes;
    private readonly PersonClocks _clocks;
    private readonly LaneEstimates _lanes;
    private DecisionWorkspace? _workspace;
    private CurvePriors? _priors;
    private ITable _timing = null!;
    private ITable _signals = null!;
    private ITable _task = null!;

    public RequestDecider(SignalRules rules, int horizonMinutes, PersonClocks clocks, LaneEstimates lanes)
    {
        _rules = rules;
        _horizonMinutes = horizonMinutes;
        _clocks = clocks;
        _lanes = lanes;
    }

    public void Init(IProcessorContext context)
    {
        _timing = context.Table(PersonTables.Timing);
        _signals = context.Table(PersonTables.Signals);
        _task = context.Table(PersonTables.Task);
    }

    /// <summary>The priors in force have changed.</summary>
    public void ForgetPriors() => _priors = null;

    /// <summary>Decides a request at a time.</summary>
    /// <param name="open">The request; of its place only what the plan does not change is used.</param>
    /// <param name="now">Decision time.</param>
    /// <param name="held">The arrival that was planned, to be judged again; null: choose.</param>
    public RequestDecision Decide(OpenRequest open, Timestamp now, Timestamp? held)
    {
        SendRequest request = open.Request;
        PendingRow row = open.Row;
        byte[] timing = Row(_timing, row.Person);
        byte[] signals = Row(_signals, row.Person);
        LaneSummary lane = _lanes.Summary(new Lane(request.Provider, request.Channel));
        TimingWindow window = WindowOf(open, now, held);
        DecisionInput input = new()
        {
            UniversalId = new NodeId(row.Person.High, row.Person.Low).ToString(),
            ResolutionConfidence = row.Confidence,
            ResolvedBy = row.ResolvedBy,
            Channel = request.Channel,
            Provider = request.Provider,
            SendAfter = window.SendAfter,
            SendBefore = window.SendBefore,
            Now = now,
            Resolution = request.Resolution,
            Arm = request.Arm,
            Urgent = request.Urgent,
            HeldTarget = held,
            LatencyHintSeconds = request.LatencyHintSeconds,
            HorizonMinutes = _horizonMinutes,
            EvidenceRing = TimingRow.EvidenceBytes(timing),
            DeliveryRing = TimingRow.DeliveryBytes(timing),
            Clock = _clocks.Of(timing, window.SendBefore),
            SignalRow = signals,
            Lane = lane,
            Priors = _priors ??= ReadPriors(),
            Rules = _rules,
        };
        Decision decision = Decider.Decide(input, _workspace ??= new DecisionWorkspace());
        return new RequestDecision(decision with { DecisionId = open.DecisionId }, timing, input.Clock, signals, lane);
    }

    /// <summary>
    /// Judges the planned arrival at its trigger. A trigger that is punctual to the second, or that the lane has moved by less than that, is judged
    /// as of its own instant: the arrival stays the minute that was planned, and the end of the window does not turn on milliseconds.
    /// </summary>
    public RequestDecision Judge(OpenRequest open, Timestamp now)
    {
        SendRequest request = open.Request;
        LatencyEstimate latency = request.Arm == DecisionArm.MinuteLatency
            ? LatencyEstimate.Of(_lanes.Summary(new Lane(request.Provider, request.Channel)), request.LatencyHintSeconds)
            : default;
        Timestamp punctual = new(Math.Max(0, open.Row.Target.EpochMilliseconds - latency.Milliseconds));
        bool isPunctual = punctual <= now && now.EpochMilliseconds - punctual.EpochMilliseconds <= PunctualMilliseconds;
        return Decide(open, isPunctual ? punctual : now, open.Row.Target);
    }

    /// <summary>
    /// A record's timestamp may lie ahead of the clock: the window begins not before it then, since windows are measured from the receipt.
    /// </summary>
    private static TimingWindow WindowOf(OpenRequest open, Timestamp now, Timestamp? held)
    {
        Timestamp received = open.Row.ReceivedAt;
        TimingWindow window = open.Request.WindowOf(received);
        Timestamp after = window.SendAfter;
        if (received > now && received > after)
        {
            after = received < window.SendBefore ? received : window.SendBefore;
        }

        return window with { SendAfter = held < after ? held.Value : after };
    }

    private CurvePriors ReadPriors() => _task.TryGet(PersonTables.Priors, out ReadOnlySpan<byte> state) ? CurvePriors.Read(state) : CurvePriors.Factory;

    private static byte[] Row(ITable table, RowKey person) => table.TryGet(person, out ReadOnlySpan<byte> row) ? row.ToArray() : [];
}
