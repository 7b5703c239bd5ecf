using System.Text.RegularExpressions;
using SendFlowr.Conventions.Tests.Source;

namespace SendFlowr.Conventions.Tests.Rules;

/// <summary>The folders <c>topics/</c> and <c>schemas/</c> are the source of truth: what code names has a file, and every file is used.</summary>
internal static partial class ContractFileRules
{
    private const string TopicPrefix = "sendflowr.";

    /// <summary>
    /// A topic file is named by a string in code, with or without the prefix. A string in code that begins with the prefix
    /// is a topic and has a file; telemetry files are left out, whose instruments begin alike.
    /// </summary>
    public static IEnumerable<string> CheckTopics(IReadOnlyCollection<SourceFile> code, IReadOnlyCollection<SourceFile> topics)
    {
        HashSet<string> files = [.. topics.Select(NameOfTopic)];
        List<SourceFile> relevant = [.. code.Where(file => !file.Path.EndsWith("Telemetry.cs", StringComparison.Ordinal))];
        HashSet<string> strings = [.. relevant.SelectMany(Strings)];
        foreach (string name in files.Where(name => !strings.Contains(name) && !strings.Contains(TopicPrefix + name)))
        {
            yield return $"topics/: no code names the topic {TopicPrefix}{name}.";
        }

        foreach (string text in strings.Where(text => TopicName().IsMatch(text) && !files.Contains(text[TopicPrefix.Length..])))
        {
            yield return $"code names the topic {text}, which has no file in topics/.";
        }
    }

    /// <summary>A schema file is named by a string in code, with its ending or without; a string that ends in .avsc has a file.</summary>
    public static IEnumerable<string> CheckSchemas(IReadOnlyCollection<SourceFile> code, IReadOnlyCollection<SourceFile> schemas)
    {
        HashSet<string> files = [.. schemas.Select(file => Path.GetFileNameWithoutExtension(file.Path))];
        HashSet<string> strings = [.. code.SelectMany(Strings)];
        foreach (string name in files.Where(name => !strings.Contains(name) && !strings.Contains(name + ".avsc")))
        {
            yield return $"schemas/: no code names the schema {name}.";
        }

        foreach (string text in strings.Where(text => SchemaName().IsMatch(text) && !files.Contains(Path.GetFileNameWithoutExtension(text))))
        {
            yield return $"code names the schema {text}, which has no file in schemas/.";
        }
    }

    /// <summary>The name in the file, else the name of the file, without the prefix.</summary>
    private static string NameOfTopic(SourceFile file)
    {
        Match match = NameKey().Match(file.Text);
        string name = match.Success ? match.Groups[1].Value : Path.GetFileNameWithoutExtension(file.Path);
        return name.StartsWith(TopicPrefix, StringComparison.Ordinal) ? name[TopicPrefix.Length..] : name;
    }

    private static IEnumerable<string> Strings(SourceFile file) =>
        StringLiteral().Matches(CodeText.WithoutComments(file.Text)).Select(match => match.Groups[1].Value);

    [GeneratedRegex("\"([^\"\\\\\n]*)\"")]
    private static partial Regex StringLiteral();

    // What ends in .yaml, .dll and the like is a file of the program.
    [GeneratedRegex(@"^sendflowr\.(?!.*\b(yaml|yml|dll|txt|json|sln)$)[a-z]+(\.[a-z]+)*$")]
    private static partial Regex TopicName();

    [GeneratedRegex(@"^[\w./-]+\.avsc$")]
    private static partial Regex SchemaName();

    [GeneratedRegex(@"^name:\s*[""']?([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NameKey();
}
