using SendFlowr.Conventions.Tests.Source;

namespace SendFlowr.Conventions.Tests.Rules;

/// <summary>How long a file and a method may be.</summary>
internal static class SizeRules
{
    public const int MaxSourceLines = 300;
    public const int MaxTestLines = 500;
    public const int MaxMethodLines = 70;
    public const int MaxProgramLines = 30;

    public static IEnumerable<string> CheckFile(SourceFile file, int maxLines) =>
        file.LineCount > maxLines ? [$"{file.Path}: {file.LineCount} lines, at most {maxLines} allowed."] : [];

    public static IEnumerable<string> CheckMethods(SourceFile file) =>
        MemberScanner.Scan(file).Where(member => member.LineCount > MaxMethodLines)
            .Select(member => $"{file.Path}:{member.FirstLine}: {member.LineCount} lines, at most {MaxMethodLines} allowed: {member.Header}");
}
