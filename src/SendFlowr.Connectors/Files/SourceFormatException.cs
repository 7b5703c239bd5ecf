namespace SendFlowr.Connectors.Files;

/// <summary>A file whose content is not what its name or the definition says. Raised before anything of it is read. Not transient.</summary>
public sealed class SourceFormatException(string file, string found, string remedy)
    : Exception($"{file}: {found}. {remedy}")
{
    public string FileName => file;

    /// <summary>What the file looks like.</summary>
    public string Found => found;

    /// <summary>What to do.</summary>
    public string Remedy => remedy;
}
