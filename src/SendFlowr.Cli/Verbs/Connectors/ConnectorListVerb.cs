using System.CommandLine;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Output;
using SendFlowr.Connectors.Catalog;
using Spectre.Console;

namespace SendFlowr.Cli.Verbs.Connectors;

/// <summary><c>connector list</c>: the connectors that are built in.</summary>
internal sealed class ConnectorListVerb : Verb
{
    public override string Name => "connector list";

    public override IReadOnlyList<Symbol> Symbols => [];

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        if (context.IsJson)
        {
            WriteJson(context.Json);
        }
        else
        {
            Table table = Terminal.Table("name", "version", "description");
            foreach (CatalogEntry entry in ConnectorCatalog.BuiltIns)
            {
                table.Row(entry.Definition.Name, $"{entry.Definition.Version}", entry.Definition.Description);
            }

            context.Out.Write(table);
            context.Out.Line("A definition file of your own is named by its path. docs/CONNECTORS.md tells how to write one.");
        }

        return Task.FromResult(ExitCode.Done);
    }

    private static void WriteJson(JsonOutput output) => output.Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("connectors");
        foreach (CatalogEntry entry in ConnectorCatalog.BuiltIns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", entry.Definition.Name);
            writer.WriteNumber("version", entry.Definition.Version);
            writer.WriteString("description", entry.Definition.Description);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    });
}
