namespace SendFlowr.Connectors.Mapping;

/// <summary>A definition that cannot read a file because of the file's header. Not transient: the definition or the file must be mended.</summary>
public sealed class DefinitionMismatchException : Exception
{
    private const int MaxColumnsShown = 40;

    public DefinitionMismatchException(string connector, IReadOnlyList<string> problems, IReadOnlyList<string> columns)
        : base($"The connector '{connector}' does not fit this file: {string.Join("; ", problems)}. The file's columns are: {Shown(columns)}. "
            + "Correct the name in the definition, or mark the value 'optional: true' if some files lack the column.") =>
        Problems = problems;

    /// <summary>What does not fit; at least one.</summary>
    public IReadOnlyList<string> Problems { get; }

    private static string Shown(IReadOnlyList<string> columns) =>
        string.Join(", ", columns.Take(MaxColumnsShown)) + (columns.Count > MaxColumnsShown ? $" … ({columns.Count} in all)" : "");
}
