using System.Globalization;
using System.Text.RegularExpressions;
using SendFlowr.Conventions.Tests.Source;

namespace SendFlowr.Conventions.Tests.Rules;

/// <summary>Every log message has an id of its own, given explicitly.</summary>
internal static partial class LogRules
{
    public static IEnumerable<string> CheckIds(IEnumerable<SourceFile> files)
    {
        Dictionary<int, string> seen = [];
        foreach (SourceFile file in files)
        {
            foreach (Match match in Message().Matches(CodeText.WithoutComments(file.Text)))
            {
                string where = $"{file.Path}:{file.LineOf(match.Index)}";
                if (!match.Groups["id"].Success)
                {
                    yield return $"{where}: a log message without an event id.";
                }
                else if (!seen.TryAdd(int.Parse(match.Groups["id"].ValueSpan, CultureInfo.InvariantCulture), where))
                {
                    yield return $"{where}: event id {match.Groups["id"].Value} is taken by {seen[int.Parse(match.Groups["id"].ValueSpan, CultureInfo.InvariantCulture)]}.";
                }
            }
        }
    }

    [GeneratedRegex(@"\[LoggerMessage\s*\(\s*((EventId\s*=\s*)?(?<id>\d+))?")]
    private static partial Regex Message();
}
