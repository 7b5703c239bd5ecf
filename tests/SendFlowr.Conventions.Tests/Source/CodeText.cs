namespace SendFlowr.Conventions.Tests.Source;

/// <summary>C# text with comments, or comments and the insides of literals, blanked out; lengths and line breaks stay as they were.</summary>
internal static class CodeText
{
    /// <summary>Comments, strings and characters become blanks, so that braces and words left over are code.</summary>
    public static string WithoutLiterals(string text) => Blank(text, literals: true);

    /// <summary>Comments become blanks; strings stay.</summary>
    public static string WithoutComments(string text) => Blank(text, literals: false);

    private static string Blank(string text, bool literals)
    {
        char[] result = text.ToCharArray();
        int at = 0;
        while (at < text.Length)
        {
            int end = at;
            bool isLiteral = false;
            if (Starts(text, at, "//"))
            {
                end = text.IndexOf('\n', at) is >= 0 and var newline ? newline : text.Length;
            }
            else if (Starts(text, at, "/*"))
            {
                end = text.IndexOf("*/", at + 2, StringComparison.Ordinal) is >= 0 and var close ? close + 2 : text.Length;
            }
            else if (text[at] == '\'')
            {
                (end, isLiteral) = (EndOfQuoted(text, at + 1, '\'', escapes: true), true);
            }
            else if (text[at] is '"' or '$' or '@')
            {
                (end, isLiteral) = (EndOfString(text, at), true);
            }

            if (end > at && (!isLiteral || literals))
            {
                Erase(result, at, end);
            }

            at = Math.Max(end, at + 1);
        }

        return new string(result);
    }

    /// <summary>The end of a string that begins here, with its prefixes; the same position when none begins here.</summary>
    private static int EndOfString(string text, int start)
    {
        int at = start;
        bool isVerbatim = false;
        int dollars = 0;
        while (at < text.Length && text[at] is '$' or '@')
        {
            isVerbatim |= text[at] == '@';
            dollars += text[at] == '$' ? 1 : 0;
            at++;
        }

        if (at >= text.Length || text[at] != '"')
        {
            return start;
        }

        int quotes = 0;
        while (at + quotes < text.Length && text[at + quotes] == '"')
        {
            quotes++;
        }

        if (quotes >= 3)
        {
            int close = text.IndexOf(new string('"', quotes), at + quotes, StringComparison.Ordinal);
            return close < 0 ? text.Length : close + quotes;
        }

        if (isVerbatim)
        {
            return EndOfVerbatim(text, at + 1);
        }

        return dollars > 0 ? EndOfInterpolated(text, at + 1) : EndOfQuoted(text, at + 1, '"', escapes: true);
    }

    private static int EndOfQuoted(string text, int at, char quote, bool escapes)
    {
        while (at < text.Length && text[at] != quote && text[at] != '\n')
        {
            at += escapes && text[at] == '\\' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    private static int EndOfVerbatim(string text, int at)
    {
        while (at < text.Length && (text[at] != '"' || Starts(text, at, "\"\"")))
        {
            at += text[at] == '"' ? 2 : 1;
        }

        return Math.Min(at + 1, text.Length);
    }

    /// <summary>Holes may hold strings of their own.</summary>
    private static int EndOfInterpolated(string text, int at)
    {
        int depth = 0;
        while (at < text.Length)
        {
            char here = text[at];
            if (depth == 0 && here == '\\')
            {
                at += 2;
            }
            else if (depth == 0 && here == '"')
            {
                return at + 1;
            }
            else if (depth > 0 && here is '"' or '$' or '@' && EndOfString(text, at) is var end && end > at)
            {
                at = end;
            }
            else
            {
                bool isEscapedBrace = depth == 0 && (Starts(text, at, "{{") || Starts(text, at, "}}"));
                depth += isEscapedBrace ? 0 : here == '{' ? 1 : here == '}' ? -1 : 0;
                at += isEscapedBrace ? 2 : 1;
            }
        }

        return text.Length;
    }

    private static bool Starts(string text, int at, string word) => string.CompareOrdinal(text, at, word, 0, word.Length) == 0;

    private static void Erase(char[] text, int from, int to)
    {
        for (int i = from; i < Math.Min(to, text.Length); i++)
        {
            if (text[i] is not ('\n' or '\r'))
            {
                text[i] = ' ';
            }
        }
    }
}
