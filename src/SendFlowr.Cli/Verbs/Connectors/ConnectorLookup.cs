using SendFlowr.Cli.Frame;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Cli.Verbs.Connectors;

/// <summary>Finds the connector that a command line names.</summary>
internal static class ConnectorLookup
{
    /// <summary>A built-in connector by its name, or a definition file by its path.</summary>
    /// <exception cref="VerbException">Neither, or a file with errors; the text has each with its place: wrong usage.</exception>
    public static CatalogEntry Find(string nameOrPath)
    {
        try
        {
            return ConnectorCatalog.Find(nameOrPath);
        }
        catch (ConnectorNotFoundException exception)
        {
            throw VerbException.Usage(exception.Message, exception);
        }
        catch (YamlFileException exception)
        {
            throw VerbException.Usage($"the connector '{nameOrPath}' cannot be used:\n{exception.Message}", exception);
        }
    }
}
