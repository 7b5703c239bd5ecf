using System.CommandLine;
using System.Globalization;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Cli.Pipelines;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Verbs.Relearn;

/// <summary><c>relearn</c>: replays the people's rings day by day and puts new priors in force.</summary>
internal sealed class RelearnVerb : Verb
{
    private readonly Option<Timestamp?> _since = InstantOption.CreateDate("--since");

    public override string Name => "relearn";

    public override IReadOnlyList<Symbol> Symbols => [_since];

    public override bool UsesDataDirectory => true;

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        int since = context.Get(_since) is { } date ? (int)date.EpochDay : -1;
        using PipelineLease lease = PipelineOpening.OpenExisting(context);
        LearnResult result = context.WithProgress(
            "Learning",
            "days",
            meter => lease.Host.LearnAsync(since, days => meter.Report(0, 0, days), cancellation).GetAwaiter().GetResult());
        if (context.IsJson)
        {
            context.Json.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteNumber("days", result.Days);
                writer.WriteNumber("priors_version", result.PriorsVersion);
                writer.WriteNumber("seconds", result.Seconds);
                writer.WriteEndObject();
            });
        }
        else
        {
            context.Out.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"Learned {result.Days:#,0} days in {result.Seconds:0.0} s; version {result.PriorsVersion} of the priors is in force."));
        }

        return Task.FromResult(ExitCode.Done);
    }
}
