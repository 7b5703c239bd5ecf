using SendFlowr.Connectors.Catalog;

namespace SendFlowr.Cli.Frame;

/// <summary>A connector as a user names it: one that is built in, or the path of a definition.</summary>
internal static class ConnectorArgument
{
    /// <summary>A built-in name wins over a file of that name; paths are the user's, not the process's.</summary>
    /// <exception cref="ConnectorNotFoundException">It is neither.</exception>
    public static CatalogEntry Find(VerbContext context, string name)
    {
        bool isBuiltIn = ConnectorCatalog.BuiltIns.Any(entry => entry.Definition.Name == name);
        string path = context.ResolvePath(name);
        return ConnectorCatalog.Find(!isBuiltIn && File.Exists(path) ? path : name);
    }
}
