using System.Globalization;

namespace SendFlowr.Connectors.Yaml;

/// <summary>One thing wrong in a YAML file, and where.</summary>
/// <param name="File">The file's name as the caller gave it.</param>
/// <param name="Line">1 for the first line.</param>
/// <param name="Column">1 for the first character of a line.</param>
/// <param name="Message">What is wrong, with the value found and what is allowed.</param>
public sealed record YamlError(string File, int Line, int Column, string Message)
{
    /// <summary><c>file:line:column: message</c>, as compilers print it.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}: {Message}");
}
