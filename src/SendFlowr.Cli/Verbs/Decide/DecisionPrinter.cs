using SendFlowr.Cli.Output;
using SendFlowr.Model.Decisions;
using SendFlowr.Pipeline.Curves;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Decide;

/// <summary>A decision for people: the answer, the reasons in words, and the person's week.</summary>
internal static class DecisionPrinter
{
    public static void Print(IAnsiConsole console, DecisionRecord record, PipelineHost host)
    {
        Decision decision = record.Decision;
        console.Line(decision.TriggerTimestamp is { } trigger
            ? $"Trigger at {trigger}, to arrive at {decision.TargetTimestamp}"
            : "Do not send");
        console.Line($"  {decision.Reason}");
        console.Line("");
        foreach (string line in record.Explanation)
        {
            console.Line($"  {line}");
        }

        if (host.PriorsOf((int)decision.PriorsVersion) is { } priors)
        {
            PrintWeek(console, PersonCurve.Compute(record.TimingRow, priors, host.Options.Clocks));
        }

        console.Line("");
        console.Line($"  Decision {record.ExplanationRef}; ask why later with: {CommandName.Text} explain {decision.DecisionId}");
    }

    private static void PrintWeek(IAnsiConsole console, PersonCurve curve)
    {
        double[] hours = new double[168];
        curve.Total.ToSlots(hours);
        console.Line("");
        console.Line(curve.Clock.IsUtc ? "  The week, hour by hour (UTC):" : "  The week, hour by hour, in the person's clock:");
        foreach (string day in WeekSparkline.Week(hours))
        {
            console.Line($"  {day}");
        }
    }
}
