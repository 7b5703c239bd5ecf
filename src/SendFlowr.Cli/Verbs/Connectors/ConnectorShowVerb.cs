using System.CommandLine;
using SendFlowr.Cli.Frame;
using SendFlowr.Connectors.Catalog;

namespace SendFlowr.Cli.Verbs.Connectors;

/// <summary><c>connector show NAME</c>: the definition of a connector, as a file to start one's own from.</summary>
internal sealed class ConnectorShowVerb : Verb
{
    private readonly Argument<string> _name = new("NAME");

    public override string Name => "connector show";

    public override IReadOnlyList<Symbol> Symbols => [_name];

    public override Task<int> RunAsync(VerbContext context, CancellationToken cancellation)
    {
        CatalogEntry entry = ConnectorCatalog.Find(context.Get(_name));
        if (context.IsJson)
        {
            context.Json.Write(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("name", entry.Definition.Name);
                writer.WriteNumber("version", entry.Definition.Version);
                writer.WriteString("description", entry.Definition.Description);
                writer.WriteString("origin", entry.Origin);
                writer.WriteString("definition", entry.Text);
                writer.WriteEndObject();
            });
        }
        else
        {
            // Byte for byte, so that the output can be kept as a file.
            context.Out.Profile.Out.Writer.Write(entry.Text);
        }

        return Task.FromResult(ExitCode.Done);
    }
}
