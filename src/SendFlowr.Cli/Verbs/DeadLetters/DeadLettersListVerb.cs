using System.CommandLine;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Json;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Cli.Pipelines;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.DeadLetters;
using SendFlowr.Pipeline.Hosting;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.DeadLetters;

/// <summary><c>deadletters list</c>: what was refused, with reason, path and bytes.</summary>
internal sealed class DeadLettersListVerb : Verb
{
    private readonly Option<string?> _reason = new("--reason") { HelpName = "R" };

    public override string Name => "deadletters list";

    public override IReadOnlyList<Symbol> Symbols => [_reason];

    public override bool UsesDataDirectory => true;

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        using PipelineLease lease = PipelineOpening.OpenExisting(context);
        PipelineHost host = lease.Host;
        IReadOnlyList<AvroRecord> letters = DeadLetterArchive.Read(host, context.Get(_reason));
        if (context.IsJson)
        {
            foreach (AvroRecord letter in letters)
            {
                context.Json.Write(writer => AvroJson.Write(writer, letter.Schema, AvroValue.FromRecord(letter)));
            }
        }
        else
        {
            Print(context, letters);
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static void Print(VerbContext context, IReadOnlyList<AvroRecord> letters)
    {
        if (letters.Count == 0)
        {
            context.Out.Line("No dead letters.");
            return;
        }

        Table table = Terminal.Table("received", "source", "at", "reason", "path", "detail", "bytes");
        foreach (AvroRecord letter in letters)
        {
            table.Row(
                new Timestamp(letter["received_at"].AsLong()).ToString(),
                letter["source"].AsString(),
                letter["offset"].IsNull ? "" : letter["offset"].ToString(),
                letter["reason"].AsString(),
                letter["path"].AsString(),
                letter["detail"].AsString(),
                letter["raw_bytes"].ToString());
        }

        context.Out.Write(table);
        context.Out.Line("The bytes themselves: sendflowr deadletters list --json");
    }
}
