using System.CommandLine;
using System.Globalization;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Pipelines;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Cli.Verbs.Decide;

/// <summary><c>decide ID...</c>: one question, recorded and explained.</summary>
internal sealed class DecideVerb : Verb
{
    private const int MaxNameLength = 64;

    private readonly Argument<string[]> _person = PersonArgument.Create();
    private readonly Option<string> _channel = new("--channel") { HelpName = "C", DefaultValueFactory = _ => "email" };
    private readonly Option<string> _provider = new("--provider") { HelpName = "P", DefaultValueFactory = _ => "" };
    private readonly Option<Timestamp?> _after = InstantOption.Create("--after");
    private readonly Option<Timestamp?> _before = InstantOption.Create("--before");
    private readonly Option<double?> _latency = new("--latency") { HelpName = "S" };
    private readonly Option<Timestamp?> _now = InstantOption.Create("--now");
    private readonly Option<string> _resolution = ChoiceOption.Create("--resolution", "minute", "hour");

    public override string Name => "decide";

    public override IReadOnlyList<Symbol> Symbols => [_person, _channel, _provider, _after, _before, _latency, _now, _resolution];

    public override bool UsesDataDirectory => true;

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        TimingQuestion question = Read(context);
        using PipelineLease lease = PipelineOpening.OpenExisting(context);
        PipelineHost host = lease.Host;
        using DecisionService service = new(host);
        DecisionRecord record = Ask(service, question);
        if (context.IsJson)
        {
            context.Json.Write(writer => DecisionJson.Write(writer, record));
        }
        else
        {
            DecisionPrinter.Print(context.Out, record, host);
        }

        return Task.FromResult(ExitCode.Done);
    }

    private TimingQuestion Read(VerbContext context)
    {
        if (context.Get(_latency) is { } seconds && !(seconds is >= 0 and <= DecisionInput.MaxLatencyHintSeconds))
        {
            throw VerbException.Usage(string.Create(
                CultureInfo.InvariantCulture, $"--latency is {seconds}; it takes seconds from 0 to {DecisionInput.MaxLatencyHintSeconds}."));
        }

        RefuseBadWindow(context);
        return new TimingQuestion
        {
            Person = PersonArgument.Read(context, _person),
            Channel = ReadName(context, _channel, required: true),
            Provider = ReadName(context, _provider, required: false),
            SendAfter = context.Get(_after),
            SendBefore = context.Get(_before),
            LatencyHintSeconds = context.Get(_latency),
            Now = context.Get(_now),
            Resolution = context.Get(_resolution) == "hour" ? DecisionResolution.Hour : DecisionResolution.Minute,
        };
    }

    private void RefuseBadWindow(VerbContext context)
    {
        Timestamp now = context.Get(_now) ?? new Timestamp(context.Clock.GetUtcNow().ToUnixTimeMilliseconds());
        Timestamp after = context.Get(_after) ?? now;
        if (context.Get(_before) is not { } before)
        {
            return;
        }

        Timestamp first = after > now ? after : now;
        if (before < first)
        {
            string what = before < after ? "--before lies before --after" : "the window is over";
            throw VerbException.Usage($"{what}: --after is {after}, --before is {before}, now is {now}.");
        }

        if (before > first.Plus(DecisionInput.MaxWindow))
        {
            throw VerbException.Usage($"--before is {before}; it may be at most {DecisionInput.MaxWindow.TotalDays} days after {first}.");
        }
    }

    /// <summary>A name as events carry it; an empty channel would pass by the suppression of every channel.</summary>
    private static string ReadName(VerbContext context, Option<string> option, bool required)
    {
        string name = context.Get(option)!.Trim();
        return name.Length <= MaxNameLength && (name.Length > 0 || !required)
            ? name
            : throw VerbException.Usage($"{option.Name} takes a name of {(required ? 1 : 0)} to {MaxNameLength} characters; this one has {name.Length}.");
    }

    private static DecisionRecord Ask(DecisionService service, TimingQuestion question)
    {
        try
        {
            return service.Ask(question);
        }
        catch (ArgumentException exception)
        {
            throw VerbException.Usage(exception.Message, exception);
        }
    }
}
