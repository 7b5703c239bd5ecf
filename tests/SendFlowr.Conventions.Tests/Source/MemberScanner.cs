using System.Text.RegularExpressions;

namespace SendFlowr.Conventions.Tests.Source;

/// <summary>A method, constructor, accessor block or operator as it stands in the text.</summary>
internal readonly record struct Member(string Header, int FirstLine, int LineCount);

/// <summary>Finds the members of types by their braces, without a compiler: enough to count their lines.</summary>
internal static partial class MemberScanner
{
    /// <summary>The members with code of their own; fields with initializers are data and are left out.</summary>
    public static IEnumerable<Member> Scan(SourceFile file)
    {
        string code = CodeText.WithoutLiterals(file.Text);
        int openTypes = 0;
        int depth = 0; // of parentheses, brackets and of blocks inside a member
        int headerStart = 0;
        int memberStart = -1;
        for (int at = 0; at < code.Length; at++)
        {
            switch (code[at])
            {
                case '{' when depth == 0 && IsTypeHeader(code[headerStart..at]):
                    openTypes++;
                    (headerStart, memberStart) = (at + 1, -1);
                    break;
                case '{' or '(' or '[':
                    memberStart = memberStart < 0 ? headerStart : memberStart;
                    depth++;
                    break;
                case ')' or ']':
                    depth--;
                    break;
                case '}' when depth > 0:
                    depth--;
                    if (depth == 0 && !IsExpression(code[memberStart..at]))
                    {
                        yield return Make(file, code, memberStart, at);
                        (headerStart, memberStart) = (at + 1, -1);
                    }

                    break;
                case '}' when openTypes > 0:
                    openTypes--;
                    (headerStart, memberStart) = (at + 1, -1);
                    break;
                case ';' when depth == 0:
                    if (memberStart >= 0 && IsArrow(code[memberStart..at]))
                    {
                        yield return Make(file, code, memberStart, at);
                    }

                    (headerStart, memberStart) = (at + 1, -1);
                    break;
                default:
                    break;
            }
        }
    }

    private static Member Make(SourceFile file, string code, int start, int end)
    {
        int first = start;
        while (first < end && char.IsWhiteSpace(code[first]))
        {
            first++;
        }

        string header = file.Text[first..Math.Min(end, code.IndexOfAny(['\n', '{'], first) is > 0 and var stop ? stop : end)].Trim();
        int firstLine = file.LineOf(first);
        return new Member(header, firstLine, file.LineOf(end) - firstLine + 1);
    }

    /// <summary>A constraint <c>where T : class</c> does not make a type.</summary>
    private static bool IsTypeHeader(string header) => TypeWord().IsMatch(Constraints().Split(Outside(header))[0]);

    /// <summary>True when the braces belong to an initializer or an expression body, which end with a semicolon.</summary>
    private static bool IsExpression(string text) => IsArrow(text) || FieldInitializer().IsMatch(Outside(text));

    private static bool IsArrow(string text) => Outside(text).Contains("=>", StringComparison.Ordinal);

    /// <summary>The text outside of all parentheses, brackets and braces.</summary>
    private static string Outside(string text)
    {
        int depth = 0;
        return string.Concat(text.Where(symbol =>
        {
            depth += symbol is '(' or '[' or '{' ? 1 : symbol is ')' or ']' or '}' ? -1 : 0;
            return depth == 0;
        }));
    }

    [GeneratedRegex(@"\b(class|struct|interface|record|enum|namespace|extension)\b")]
    private static partial Regex TypeWord();

    [GeneratedRegex(@"\bwhere\b")]
    private static partial Regex Constraints();

    [GeneratedRegex(@"[^=!<>]=[^=>]")]
    private static partial Regex FieldInitializer();
}
