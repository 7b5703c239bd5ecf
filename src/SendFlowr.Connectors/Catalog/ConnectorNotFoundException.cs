namespace SendFlowr.Connectors.Catalog;

/// <summary>A connector was named that is neither built in nor a file. Not transient.</summary>
public sealed class ConnectorNotFoundException(string name, IReadOnlyList<string> builtIns)
    : Exception($"There is no connector '{name}': it is neither built in ({string.Join(", ", builtIns)}) nor a definition file at that path.");
