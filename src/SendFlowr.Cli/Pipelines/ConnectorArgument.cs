using SendFlowr.Cli.Frame;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Cli.Pipelines;

/// <summary>A connector by the name of a built-in one or the path of a definition file.</summary>
internal static class ConnectorArgument
{
    /// <summary>Finds it; an unknown name or a faulty file ends the verb with exit code 2 and every fault with its place.</summary>
    public static CatalogEntry Find(string nameOrPath)
    {
        try
        {
            return ConnectorCatalog.Find(nameOrPath);
        }
        catch (Exception exception) when (exception is ConnectorNotFoundException or YamlFileException)
        {
            throw VerbException.Usage(exception.Message, exception);
        }
    }
}
