using System.Globalization;
using SendFlowr.Cli.Output;
using SendFlowr.Model.Decisions;
using SendFlowr.Pipeline.Experiments;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>The demo's figures for people.</summary>
internal static class DemoText
{
    private static readonly Dictionary<DecisionArm, string> Words = new()
    {
        [DecisionArm.Fixed] = "fixed: everybody at 09:00 UTC",
        [DecisionArm.Hour] = "the best hour",
        [DecisionArm.Minute] = "the best minute",
        [DecisionArm.MinuteLatency] = "the best minute, latency subtracted",
    };

    public static void Print(IAnsiConsole console, DemoSummary summary)
    {
        DemoPlan plan = summary.Plan;
        console.Line("");
        console.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{plan.People:#,0} simulated people, {plan.Days} days, seed {plan.Seed}: {summary.HistoryEvents:#,0} events of history read and learned in "
            + $"{summary.HistorySeconds:0.0} s ({summary.HistoryEvents / summary.HistorySeconds:#,0}/s),"));
        console.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"then {plan.CampaignDays} days of campaigns: {summary.Requests.Values.Sum():#,0} requests, {summary.Decisions:#,0} decisions, "
            + $"{summary.Triggers:#,0} triggers; {summary.Seconds:0.0} s in all."));
        console.Line(Text($"Requests: {string.Join(", ", summary.Requests.Select(state => $"{state.Value:#,0} {state.Key}"))}."));
        PrintArms(console, summary);
        PrintLanes(console, summary);
    }

    private static void PrintArms(IAnsiConsole console, DemoSummary summary)
    {
        Table table = Terminal.Table(
            "a quarter of the people each", "engaged within the hour", "lift over fixed", "95 % interval", "truth", "within 12 hours", "lift", "95 % interval");
        foreach (DemoArm arm in summary.Arms)
        {
            bool isControl = arm.Arm == DecisionArm.Fixed;
            table.Row(
                Words[arm.Arm], Percent(arm.Horizon.Rate), Lift(arm.Horizon, isControl), Interval(arm.Horizon, isControl), Percent(arm.TrueRate),
                Percent(arm.TwelveHours.Rate), Lift(arm.TwelveHours, isControl), Interval(arm.TwelveHours, isControl));
        }

        table.Row("were everybody's true best minute known", "", "", "", Percent(summary.BestPossibleRate), "", "", "");
        console.Write(table);
        console.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"  Latency alone, on the same messages of the last arm: {Precise(summary.Compensation.With)} by the truth, {Precise(summary.Compensation.Without)} had it not been subtracted."));
        console.Line("  The arms are different people, who differ by more than that: compare the arms by their intervals.");
        console.Line("  Truth: the chance that the audience's own formula gives the minutes at which messages arrived. Rates are of all requests, also the");
        console.Line("  suppressed ones. Lifts of a simulated audience say that the machinery works, not what your own people will do.");
    }

    private static void PrintLanes(IAnsiConsole console, DemoSummary summary)
    {
        Table table = Terminal.Table("lane", "messages", "arrived off target by (median)", "by (90 % within)");
        foreach ((string provider, ErrorQuantiles errors) in summary.ArrivalErrors)
        {
            table.Row(provider, Text($"{errors.Count:#,0}"), Seconds(errors.Quantile(0.5)), Seconds(errors.Quantile(0.9)));
        }

        console.Write(table);
    }

    private static string Precise(double share) => double.IsNaN(share) ? "unknown" : Text($"{100 * share:0.00} %");

    private static string Percent(double share) => double.IsNaN(share) ? "unknown" : Text($"{100 * share:0.0} %");

    private static string Lift(LiftEstimate lift, bool isControl) => isControl ? "" : double.IsNaN(lift.Lift) ? "unknown" : Text($"{100 * lift.Lift:+0;-0} %");

    private static string Interval(LiftEstimate lift, bool isControl) =>
        isControl ? "" : double.IsNaN(lift.Low) ? "unknown" : Text($"{100 * lift.Low:+0;-0} … {100 * lift.High:+0;-0} %");

    private static string Seconds(double seconds) => double.IsNaN(seconds) ? "" : Text($"{seconds:0.0} s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
