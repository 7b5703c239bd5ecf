using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Cli.Pipelines;
using SendFlowr.Cli.Verbs.Decide;
using SendFlowr.Model.Decisions;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Cli.Verbs.Explain;

/// <summary><c>explain DECISION_ID[/REVISION]</c>: a recorded decision in words; with <c>--verify</c> recomputed bit for bit.</summary>
internal sealed class ExplainVerb : Verb
{
    private readonly Argument<string> _id = new("DECISION_ID");
    private readonly Option<bool> _verify = new("--verify");

    public override string Name => "explain";

    public override IReadOnlyList<Symbol> Symbols => [_id, _verify];

    public override bool UsesDataDirectory => true;

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        (string id, int? revision) = Split(context.Get(_id));
        using PipelineLease lease = PipelineOpening.OpenExisting(context);
        PipelineHost host = lease.Host;
        byte[] bytes = Find(host, id, revision)
            ?? throw VerbException.Failed($"no decision {context.Get(_id)} is recorded in {context.DataDirectory}.");
        DecisionRecord record = DecisionReader.Read(bytes);
        DecisionVerification? verification = context.Get(_verify) ? DecisionVerification.Of(record, host) : null;
        if (context.IsJson)
        {
            context.Json.Write(writer => Write(writer, record, verification));
        }
        else
        {
            DecisionPrinter.Print(context.Out, record, host);
            Print(context, verification);
        }

        return Task.FromResult(verification?.Verified == false ? ExitCode.Failed : ExitCode.Done);
    }

    private static (string Id, int? Revision) Split(string text)
    {
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return (text, null);
        }

        return int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int revision)
            ? (text[..slash], revision)
            : throw VerbException.Usage($"the revision in '{text}' is not a number; write DECISION_ID/0, or leave it out for the newest.");
    }

    private static byte[]? Find(PipelineHost host, string id, int? revision)
    {
        try
        {
            return new DecisionArchive(host).Find(id, revision);
        }
        catch (FormatException exception)
        {
            throw VerbException.Usage(exception.Message, exception);
        }
    }

    private static void Write(Utf8JsonWriter writer, DecisionRecord record, DecisionVerification? verification)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("decision");
        DecisionJson.Write(writer, record);
        if (verification is not null)
        {
            VerificationJson.WriteFields(writer, verification);
        }

        writer.WriteEndObject();
    }

    private static void Print(VerbContext context, DecisionVerification? verification)
    {
        if (verification is null)
        {
            return;
        }

        context.Out.Line("");
        context.Out.Line(verification.Verified switch
        {
            true => "  Verified: recomputed from its own record, every bit is the same.",
            false => "  Differs: recomputed from its own record, these fields are not the same:",
            null => $"  Not verifiable: {verification.Reason}.",
        });
        foreach (DecisionDifference difference in verification.Differences)
        {
            context.Out.Line($"    {difference.Field}: recorded {difference.Recorded}, recomputed {difference.Recomputed}");
        }
    }
}
