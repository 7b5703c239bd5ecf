using System.Globalization;
using SendFlowr.Cli.Output;
using SendFlowr.Model.Backtest;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Backtest;

/// <summary>A backtest for people: the models side by side, and whether the promised chances held.</summary>
internal static class BacktestText
{
    public static void Write(IAnsiConsole console, BacktestReport report, BacktestOptions options)
    {
        console.Line(Format($"{report.Events:#,0} events of {report.Users:#,0} people; {report.TestEvents:#,0} events of {report.ScoredUsers:#,0} people with at least {options.MinEvents} events are scored."));
        if (report.TestEvents == 0)
        {
            console.Line("Nobody has enough events to be scored; --min-events lowers the bar.");
            return;
        }

        Table models = Terminal.Table("model", "nats/event", "hit rate", "lift", "cold nats/event");
        foreach (ModelScore model in report.Models)
        {
            models.Row(
                model.Name, Format($"{model.NatsPerEvent:+0.000;-0.000;0.000}"), Format($"{model.HitRate:0.0 %}"),
                Format($"{model.Lift:+0 %;-0 %;0 %}"), Format($"{model.Cold:+0.000;-0.000;0.000}"));
        }

        console.Write(models);
        console.Line(Format($"nats/event: how much likelier the real minutes were than under a uniform guess (natural logarithm)."));
        console.Line(Format($"hit rate: an event within {options.HorizonMinutes} minutes after the chosen minute, on {report.ReachableWindows:#,0} days with one to hit."));
        console.Line("lift: hit rate over the uniform guess's. cold: for people with 0 to 5 events before the day.");
        WriteCalibration(console, report.Calibration);
    }

    private static void WriteCalibration(IAnsiConsole console, CalibrationReport calibration)
    {
        console.Line("");
        console.Line(Format($"Do the chances of sendflowr hold? On average they are off by {calibration.Ece * 100:0.0} points ({calibration.EceRaw * 100:0.0} before calibration); Brier {calibration.Brier:0.0000}."));
        Table bins = Terminal.Table("chance said", "hits seen", "windows");
        foreach (ReliabilityBin bin in calibration.Bins)
        {
            bins.Row(Format($"{bin.MeanChance:0.0 %}"), Format($"{bin.HitRate:0.0 %}"), Format($"{bin.Windows:#,0}"));
        }

        console.Write(bins);
    }

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
