using System.Text.RegularExpressions;

namespace SendFlowr.Conventions.Tests.Rules;

/// <summary>A relative link in a document leads to a file or folder of the checkout.</summary>
internal static partial class LinkRules
{
    public static IEnumerable<string> Check(SourceFile document, Func<string, bool> exists) =>
        Link().Matches(CodeBlock().Replace(document.Text, match => new string('\n', match.Value.Count(symbol => symbol == '\n'))))
            .Select(match => match.Groups[1].Value.Split('#')[0])
            .Where(target => target.Length > 0 && !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal))
            .Where(target => !exists(Path.Combine(Path.GetDirectoryName(document.Path) ?? "", Uri.UnescapeDataString(target))))
            .Select(target => $"{document.Path}: the link to {target} leads nowhere.");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CodeBlock();
}
