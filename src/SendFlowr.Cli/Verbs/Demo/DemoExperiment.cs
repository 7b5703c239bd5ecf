using SendFlowr.Audience;
using SendFlowr.Audience.Messages;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Experiments;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>Who is in which arm, and what became of their requests. Not thread-safe.</summary>
/// <remarks>
/// People are compared as they were drawn: a request that was suppressed counts as one without engagement, in every arm.
/// </remarks>
internal sealed class DemoExperiment
{
    /// <summary>How long engagement counts that is not of the promised horizon: the same for early and late arrivals, up to the end of the demo.</summary>
    public const int LongMinutes = 12 * 60;

    private const int Arms = 4;

    private readonly DecisionArm[] _arms;
    private readonly int[] _laneOf;
    private readonly long[] _requests;
    private readonly long[] _engaged;
    private readonly long[] _engagedLong;
    private readonly List<Timestamp>[] _arrivals;
    private readonly List<Timestamp>[] _uncompensated;
    private readonly ErrorQuantiles[] _errors;
    private readonly int _horizonMinutes;
    private bool _isClosed;

    public DemoExperiment(SimulatedAudience audience, int horizonMinutes)
    {
        _horizonMinutes = horizonMinutes;
        _arms = [.. audience.DrawGroups(Arms).Select(group => (DecisionArm)group)];
        _laneOf = [.. audience.People.Select(person => person.LaneIndex)];
        _requests = new long[_arms.Length];
        _engaged = new long[_arms.Length];
        _engagedLong = new long[_arms.Length];
        _arrivals = [.. _arms.Select(_ => new List<Timestamp>())];
        _uncompensated = [.. _arms.Select(_ => new List<Timestamp>())];
        _errors = [.. audience.Lanes.Select(_ => new ErrorQuantiles())];
    }

    /// <summary>Arrival errors of the arm minute + latency, by lane.</summary>
    public IReadOnlyList<ErrorQuantiles> Errors => _errors;

    public DecisionArm ArmOf(int person) => _arms[person];

    public long RequestsOf(int person) => _requests[person];

    /// <summary>When messages of requests arrived.</summary>
    public IReadOnlyList<Timestamp> ArrivalsOf(int person) => _arrivals[person];

    /// <summary>
    /// When the messages of a person of the arm minute + latency would have arrived, by the same lane at the same moment, had they been
    /// triggered at their target instead of before it; one for each of <see cref="ArrivalsOf"/>. Empty in the other arms.
    /// </summary>
    public IReadOnlyList<Timestamp> UncompensatedOf(int person) => _uncompensated[person];

    /// <summary>What happens from now on does not count.</summary>
    public void Close() => _isClosed = true;

    public void Requested(int person) => _requests[person] += _isClosed ? 0 : 1;

    public void Delivered(Message message, in DemoTrigger trigger)
    {
        if (_isClosed)
        {
            return;
        }

        int person = message.PersonIndex;
        _arrivals[person].Add(message.DeliveredAt);
        _engaged[person] += EngagedWithin(message, _horizonMinutes) ? 1 : 0;
        _engagedLong[person] += EngagedWithin(message, LongMinutes) ? 1 : 0;
        if (_arms[person] == DecisionArm.MinuteLatency)
        {
            _errors[_laneOf[person]].Add(Math.Abs(message.DeliveredAt.EpochMilliseconds - trigger.Target.EpochMilliseconds) / 1000.0);
            _uncompensated[person].Add(new Timestamp(
                message.DeliveredAt.EpochMilliseconds + trigger.Target.EpochMilliseconds - trigger.EmittedAt.EpochMilliseconds));
        }
    }

    /// <summary>The outcomes of an arm, person by person.</summary>
    /// <param name="arm">Which.</param>
    /// <param name="within">Whether engagement counts within the promised horizon, or within twelve hours.</param>
    public ArmOutcomes OutcomesOf(DecisionArm arm, EngagementSpan within)
    {
        long[] engaged = within == EngagementSpan.Horizon ? _engaged : _engagedLong;
        ArmOutcomes outcomes = new();
        for (int person = 0; person < _arms.Length; person++)
        {
            if (_arms[person] == arm)
            {
                outcomes.AddPerson(_requests[person], engaged[person]);
            }
        }

        return outcomes;
    }

    private static bool EngagedWithin(Message message, int minutes) =>
        message.EngagedAt is { } engaged
        && engaged.EpochMilliseconds - message.DeliveredAt.EpochMilliseconds <= minutes * Timestamp.MillisecondsPerMinute;
}
