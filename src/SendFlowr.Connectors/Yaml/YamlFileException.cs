namespace SendFlowr.Connectors.Yaml;

/// <summary>A YAML file that cannot be used. Carries every error found, in the order of the file. Not transient: the file must be mended.</summary>
public sealed class YamlFileException : Exception
{
    public YamlFileException(IReadOnlyList<YamlError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>At least one error.</summary>
    public IReadOnlyList<YamlError> Errors { get; }
}
