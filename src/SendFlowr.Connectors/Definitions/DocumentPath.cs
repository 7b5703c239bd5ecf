using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace SendFlowr.Connectors.Definitions;

/// <summary>One step of a path: a key of an object, or a position in an array (0 is the first).</summary>
/// <param name="Key">The key; null for a position.</param>
/// <param name="Index">The position; −1 for a key.</param>
public readonly record struct PathStep(string? Key, int Index);

/// <summary>Where a value stands in a document. Immutable.</summary>
/// <remarks>
/// JSON: keys joined by dots, <c>[n]</c> for a position, quotes for a key that contains <c>. [ ] " '</c> or outer spaces:
/// <c>data.items[0]."odd.key"</c>. A leading <c>$.</c> starts at the whole document instead of the event that <c>split</c> cut out;
/// <c>$</c> alone is the whole document and <c>.</c> the event (or the list item) itself.
/// CSV: the whole text is the column's name, dots and all; quotes around it are dropped.
/// </remarks>
public sealed class DocumentPath
{
    public const int MaxSteps = 16;
    public const int MaxIndex = 999;

    private DocumentPath(string text, bool fromRoot, IReadOnlyList<PathStep> steps)
    {
        Text = text;
        FromRoot = fromRoot;
        Steps = steps;
    }

    /// <summary>The path as written.</summary>
    public string Text { get; }

    /// <summary>True when the path starts at the whole document.</summary>
    public bool FromRoot { get; }

    /// <summary>Empty for the event or document itself.</summary>
    public IReadOnlyList<PathStep> Steps { get; }

    /// <summary>The name of the CSV column that the path means.</summary>
    public string ColumnName =>
        Text.Length >= 2 && Text[0] is '"' or '\'' && Text[^1] == Text[0] ? Text[1..^1] : Text;

    public static bool TryParse(string text, [NotNullWhen(true)] out DocumentPath? path, out string error)
    {
        ArgumentNullException.ThrowIfNull(text);
        path = null;
        List<PathStep> steps = [];
        bool fromRoot = text == "$" || text.StartsWith("$.", StringComparison.Ordinal) || text.StartsWith("$[", StringComparison.Ordinal);
        int at = fromRoot ? 1 : 0;
        if (fromRoot && at < text.Length && text[at] == '.')
        {
            at++;
        }

        error = text.Length is 0 or > 512 ? "a path has 1 to 512 characters" : "";
        if (text == ".")
        {
            at = 1;
        }

        while (error.Length == 0 && at < text.Length)
        {
            error = ReadStep(text, ref at, steps);
            if (error.Length == 0 && steps.Count > MaxSteps)
            {
                error = string.Create(CultureInfo.InvariantCulture, $"more than {MaxSteps} steps");
            }
        }

        path = error.Length == 0 ? new DocumentPath(text, fromRoot, steps) : null;
        return path is not null;
    }

    /// <summary>The path of a CSV column, whose name may hold any characters; quotes around it are dropped.</summary>
    public static DocumentPath OfColumn(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        bool whole = name is "." or "$";
        return new DocumentPath(name, name == "$", whole ? [] : [new PathStep(name, -1)]);
    }

    public override string ToString() => Text;

    private static string ReadStep(string text, ref int at, List<PathStep> steps)
    {
        if (text[at] == '[')
        {
            return ReadIndex(text, ref at, steps);
        }

        string error = text[at] is '"' or '\'' ? ReadQuoted(text, ref at, steps) : ReadKey(text, ref at, steps);
        if (error.Length == 0 && at < text.Length && text[at] != '[')
        {
            if (text[at] != '.' || at + 1 == text.Length)
            {
                return string.Create(CultureInfo.InvariantCulture, $"expected '.key' or '[number]' at character {at + 1}");
            }

            at++;
        }

        return error;
    }

    private static string ReadKey(string text, ref int at, List<PathStep> steps)
    {
        int end = text.AsSpan(at).IndexOfAny(".[]\"'");
        end = end < 0 ? text.Length : at + end;
        if (end == at)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"expected a key at character {at + 1}; put a key with . [ ] or quotes into quotes");
        }

        steps.Add(new PathStep(text[at..end], -1));
        at = end;
        return "";
    }

    private static string ReadQuoted(string text, ref int at, List<PathStep> steps)
    {
        char quote = text[at];
        StringBuilder key = new();
        for (int i = at + 1; i < text.Length; i++)
        {
            if (text[i] == quote && i + 1 < text.Length && text[i + 1] == quote)
            {
                key.Append(quote);
                i++;
            }
            else if (text[i] == quote)
            {
                steps.Add(new PathStep(key.ToString(), -1));
                at = i + 1;
                return "";
            }
            else
            {
                key.Append(text[i]);
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"the quote at character {at + 1} is never closed");
    }

    private static string ReadIndex(string text, ref int at, List<PathStep> steps)
    {
        int close = text.IndexOf(']', at);
        if (close < 0
            || !int.TryParse(text.AsSpan(at + 1, close - at - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            || index > MaxIndex)
        {
            return string.Create(CultureInfo.InvariantCulture, $"expected [0] to [{MaxIndex}] at character {at + 1}");
        }

        steps.Add(new PathStep(null, index));
        at = close + 1;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            return at == text.Length ? "a path does not end with a dot" : "";
        }

        return "";
    }
}
