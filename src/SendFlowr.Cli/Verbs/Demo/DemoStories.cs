using System.Globalization;
using SendFlowr.Audience.Attention;
using SendFlowr.Audience.People;
using SendFlowr.Cli.Output;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Requests;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Curves;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Requests;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>Three people in plain words: what is true of them, what was learned, what was decided and why.</summary>
internal sealed class DemoStories
{
    private readonly DemoRun _run;
    private readonly RequestGateway _gateway;
    private readonly DecisionArchive _archive;
    private readonly EngagementTruth _truth = new();

    public DemoStories(DemoRun run)
    {
        _run = run;
        _gateway = new RequestGateway(run.Host);
        _archive = new DecisionArchive(run.Host);
    }

    /// <summary>Somebody with habits, a night owl, and somebody who was left in peace; whoever of them there is.</summary>
    public void Print(IAnsiConsole console)
    {
        console.Line("Three people");
        SimulatedPerson?[] people =
        [
            Find(person => person.Kind == RhythmKind.Regular && IsTriggered(person)),
            Find(person => person.Kind == RhythmKind.NightOwl && IsTriggered(person)),
            Find(person => LastRequest(person)?.State == RequestState.Suppressed),
        ];
        foreach (SimulatedPerson person in people.OfType<SimulatedPerson>())
        {
            Tell(console, person);
        }
    }

    /// <summary>Of those in the arm with all of the engine, the most active one that fits.</summary>
    private SimulatedPerson? Find(Func<SimulatedPerson, bool> fits) => _run.Audience.People
        .Where(person => _run.ArmOf(person) == DecisionArm.MinuteLatency)
        .OrderByDescending(person => person.VisitsPerWeek)
        .FirstOrDefault(fits);

    private bool IsTriggered(SimulatedPerson person) => LastRequest(person)?.State == RequestState.Triggered;

    private RequestStatus? LastRequest(SimulatedPerson person) =>
        DemoRun.Find(_gateway, _run.Plan.FirstCampaignDay + _run.Plan.CampaignDays - 1, person.Index);

    private void Tell(IAnsiConsole console, SimulatedPerson person)
    {
        RequestStatus request = LastRequest(person)!;
        PersonCurve curve = CurveOf(person);
        MinuteOfWeek learned = BestOf(curve, request);
        _truth.Build(person, _run.Host.Options.HorizonMinutes);
        MinuteOfWeek best = _truth.BestMinute(FirstOf(request), (int)DemoPlan.Window.TotalMinutes + 1);
        string clock = string.Create(CultureInfo.InvariantCulture, $"UTC{(person.UtcOffsetMinutes < 0 ? '-' : '+')}{Clock(Math.Abs(person.UtcOffsetMinutes))}");
        console.Line("");
        console.Line($"  {person.Email}, {Words(person.Kind)}, lives by {clock}");
        console.Line($"    true habits:  {Habits(person)}; best in the last window: {Clock(best.MinuteOfDay)} UTC, chance {Percent(_truth.ChanceAt(best))}");
        console.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"    learned:      {curve.Events} events, {100 * curve.OwnShare:0} % of the curve is this person's own; best there: {Clock(learned.MinuteOfDay)} UTC"));
        console.Line($"    last request: {request.State.Name()}. {Outcome(request)}");
        foreach (string line in ReasonsOf(request))
        {
            console.Line($"    why:          {line}");
        }

        console.Line($"                  {CommandName.Text} explain {request.DecisionId} --data {Path.GetRelativePath(Environment.CurrentDirectory, _run.Directory)}");
    }

    private string Outcome(RequestStatus request) => request is { State: RequestState.Triggered, TargetTimestamp: { } target, TriggerTimestamp: { } trigger }
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"Triggered at {trigger} to arrive at {target}, where the true chance is {Percent(_truth.ChanceAt(target.MinuteOfWeek))}")
        : "Nothing was sent";

    /// <summary>Why this minute, by the last plan: the final state itself only says that the plan held.</summary>
    private IReadOnlyList<string> ReasonsOf(RequestStatus request)
    {
        int planned = Math.Max(0, request.Revision - 1);
        return _archive.Find(request.DecisionId, planned) is { } record ? DecisionReader.Read(record).Explanation : [request.Reason];
    }

    private PersonCurve CurveOf(SimulatedPerson person)
    {
        using NodeIdHasher hasher = _run.Host.CreateHasher();
        return PersonCurve.Compute(_run.Host.Person(hasher.Hash(person.Identifier)).Timing, _run.Host.PriorsInForce(), _run.Host.Options.Clocks);
    }

    /// <summary>Where the learned curve has the most mass of an hour in the window of a request.</summary>
    private MinuteOfWeek BestOf(PersonCurve curve, RequestStatus request)
    {
        MinuteOfWeek first = FirstOf(request);
        return first.Plus(Enumerable.Range(0, (int)DemoPlan.Window.TotalMinutes + 1)
            .MaxBy(minute => curve.Total.Mass(first.Plus(minute), _run.Host.Options.HorizonMinutes)));
    }

    private static MinuteOfWeek FirstOf(RequestStatus request) =>
        DemoPlan.At(request.AcceptedAt.EpochDay, DemoPlan.CampaignHour).MinuteOfWeek;

    private static string Habits(SimulatedPerson person)
    {
        IEnumerable<string> peaks = person.Peaks.Select(peak => string.Create(
            CultureInfo.InvariantCulture,
            $"{Clock(MinuteOfWeek.Wrap(peak.CentreMinute - person.UtcOffsetMinutes).MinuteOfDay)} ± {peak.DeviationMinutes:0} min ({100 * peak.Share:0} %)"));
        return person.Peaks.Count == 0 ? "none" : $"{string.Join(", ", peaks)} UTC on working days";
    }

    private static string Words(RhythmKind kind) => kind switch
    {
        RhythmKind.NightOwl => "a night owl",
        RhythmKind.Patternless => "somebody without a pattern",
        RhythmKind.Absent => "somebody who hardly ever comes",
        _ => "somebody of regular habits",
    };

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    private static string Clock(int minuteOfDay) => string.Create(CultureInfo.InvariantCulture, $"{minuteOfDay / 60:00}:{minuteOfDay % 60:00}");
}
