namespace SendFlowr.Connectors.Yaml;

/// <summary>Collects the errors of one file, so that a reader sees all of them at once. Not thread-safe.</summary>
/// <param name="file">The name that errors show.</param>
public sealed class YamlErrors(string file)
{
    /// <summary>More errors than this are not kept: the file is no file of this kind.</summary>
    public const int MaxErrors = 100;

    private readonly List<YamlError> errors = [];

    public string File => file;

    public bool Any => errors.Count > 0;

    /// <summary>The errors found so far, in the order of the file.</summary>
    public IReadOnlyList<YamlError> All => [.. errors.OrderBy(error => (error.Line, error.Column))];

    public void Add(YamlNode at, string message) => Add(at.Line, at.Column, message);

    public void Add(int line, int column, string message)
    {
        YamlError error = new(file, line, column, message);
        if (errors.Count < MaxErrors && !errors.Contains(error))
        {
            errors.Add(error);
        }
    }

    /// <exception cref="YamlFileException">When there is any error.</exception>
    public void ThrowIfAny()
    {
        if (Any)
        {
            throw new YamlFileException(All);
        }
    }
}
