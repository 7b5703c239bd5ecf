using SendFlowr.Audience;
using SendFlowr.Audience.Attention;
using SendFlowr.Audience.People;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Experiments;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>Holds what happened against the truth about the people. Not thread-safe.</summary>
internal sealed class DemoSummarizer
{
    /// <summary>The order of the report: from the least of the engine to all of it.</summary>
    private static readonly DecisionArm[] Order = [DecisionArm.Fixed, DecisionArm.Hour, DecisionArm.Minute, DecisionArm.MinuteLatency];

    private readonly SimulatedAudience _audience;
    private readonly DemoExperiment _experiment;
    private readonly double[] _trueSums = new double[Order.Length];
    private readonly long[] _requests = new long[Order.Length];
    private double _bestSum;
    private double _compensatedSum;
    private double _uncompensatedSum;
    private long _compensated;

    public DemoSummarizer(SimulatedAudience audience, DemoExperiment experiment, DemoPlan plan, int horizonMinutes)
    {
        _audience = audience;
        _experiment = experiment;
        EngagementTruth truth = new();
        foreach (SimulatedPerson person in audience.People)
        {
            truth.Build(person, horizonMinutes);
            AddPerson(person, truth, plan);
        }
    }

    /// <summary>The mean over all requests of the chance at the truly best minute of the window.</summary>
    public double BestPossibleRate => _bestSum / _requests.Sum();

    /// <summary>
    /// What subtracting the latency was worth by the truth, on the same messages: the mean chance as they arrived, and as they would have
    /// arrived without. People differ more than this, so that two groups of them can seldom show it.
    /// </summary>
    public (double With, double Without) Compensation => (_compensatedSum / _compensated, _uncompensatedSum / _compensated);

    public IReadOnlyList<(string Provider, ErrorQuantiles Errors)> ArrivalErrors =>
        [.. _audience.Lanes.Select(lane => lane.Lane.Provider).Zip(_experiment.Errors)];

    public IReadOnlyList<DemoArm> Arms() =>
    [
        .. Order.Select(arm => new DemoArm(
            arm, Lift(arm, EngagementSpan.Horizon), Lift(arm, EngagementSpan.TwelveHours), _trueSums[(int)arm] / _requests[(int)arm])),
    ];

    private void AddPerson(SimulatedPerson person, EngagementTruth truth, DemoPlan plan)
    {
        int arm = (int)_experiment.ArmOf(person.Index);
        _requests[arm] += _experiment.RequestsOf(person.Index);
        foreach (Timestamp arrival in _experiment.ArrivalsOf(person.Index))
        {
            _trueSums[arm] += truth.ChanceAt(arrival.MinuteOfWeek);
        }

        AddCompensation(person.Index, truth);
        for (int request = 0; request < _experiment.RequestsOf(person.Index); request++)
        {
            MinuteOfWeek first = DemoPlan.At(plan.FirstCampaignDay + request, DemoPlan.CampaignHour).MinuteOfWeek;
            _bestSum += truth.ChanceAt(truth.BestMinute(first, (int)DemoPlan.Window.TotalMinutes + 1));
        }
    }

    private void AddCompensation(int person, EngagementTruth truth)
    {
        IReadOnlyList<Timestamp> without = _experiment.UncompensatedOf(person);
        for (int i = 0; i < without.Count; i++)
        {
            _compensatedSum += truth.ChanceAt(_experiment.ArrivalsOf(person)[i].MinuteOfWeek);
            _uncompensatedSum += truth.ChanceAt(without[i].MinuteOfWeek);
            _compensated++;
        }
    }

    private LiftEstimate Lift(DecisionArm arm, EngagementSpan within)
    {
        ArmOutcomes control = _experiment.OutcomesOf(DecisionArm.Fixed, within);
        return arm == DecisionArm.Fixed ? LiftEstimate.OfControl(control) : LiftEstimate.Of(_experiment.OutcomesOf(arm, within), control);
    }
}
