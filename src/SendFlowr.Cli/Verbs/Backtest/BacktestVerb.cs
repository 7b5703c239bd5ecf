using System.CommandLine;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Model.Backtest;

namespace SendFlowr.Cli.Verbs.Backtest;

/// <summary><c>backtest FILE...</c>: what minute-level timing would have been worth on one's own history.</summary>
internal sealed class BacktestVerb : Verb
{
    private readonly Argument<string[]> _files = new("FILE") { Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _connector = new("--connector") { HelpName = "NAME|FILE" };
    private readonly Option<long> _horizon = IntegerOption.Create("--horizon", 60, min: 5, max: 720, multipleOf: 5);
    private readonly Option<long> _minEvents = IntegerOption.Create("--min-events", 20, min: 1, max: 1_000_000);
    private readonly Option<string> _clock = ChoiceOption.Create("--clock", "utc", "local");

    public override string Name => "backtest";

    public override IReadOnlyList<Symbol> Symbols => [_files, _connector, _horizon, _minEvents, _clock];

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        BacktestOptions options = new() { HorizonMinutes = (int)context.Get(_horizon), MinEvents = (int)context.Get(_minEvents) };
        HistoryReader reader = new(context, context.Get(_connector), isLocal: context.Get(_clock) == "local");
        BacktestRows rows = reader.Read(context.Get(_files), cancellation);
        if (rows.Count == 0)
        {
            throw VerbException.Failed("the files hold no event that tells of engagement, so there is nothing to learn from or to score.");
        }

        BacktestReport report = context.WithProgress("Replaying", "days", meter => Run(rows, options, meter, cancellation));
        if (context.IsJson)
        {
            context.Json.Write(writer => BacktestJson.Write(writer, report, reader.Rejected));
        }
        else
        {
            BacktestText.Write(context.Out, report, options);
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static BacktestReport Run(BacktestRows rows, BacktestOptions options, ProgressMeter meter, CancellationToken cancellation)
    {
        try
        {
            return BacktestRunner.Run(rows, options, new MeterProgress(meter), cancellation);
        }
        catch (ArgumentException exception)
        {
            throw VerbException.Failed(exception.Message, exception);
        }
    }

    private sealed class MeterProgress(ProgressMeter meter) : IProgress<BacktestProgress>
    {
        public void Report(BacktestProgress value) => meter.Report(value.DaysDone, value.DaysTotal, value.DaysDone);
    }
}
