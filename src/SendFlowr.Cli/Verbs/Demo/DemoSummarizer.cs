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

        for (int request = 0; request < _experiment.RequestsOf(person.Index); request++)
        {
            MinuteOfWeek first = DemoPlan.At(plan.FirstCampaignDay + request, DemoPlan.CampaignHour).MinuteOfWeek;
            _bestSum += truth.ChanceAt(truth.BestMinute(first, (int)DemoPlan.Window.TotalMinutes + 1));
        }
    }

    private LiftEstimate Lift(DecisionArm arm, EngagementSpan within)
    {
        ArmOutcomes control = _experiment.OutcomesOf(DecisionArm.Fixed, within);
        return arm == DecisionArm.Fixed ? LiftEstimate.OfControl(control) : LiftEstimate.Of(_experiment.OutcomesOf(arm, within), control);
    }
}
