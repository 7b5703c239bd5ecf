using System.Globalization;
using SendFlowr.Model.Time;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Inputs;

/// <summary>Checks a value that was read against its field; what is wrong names the field, the value where it may be shown, and the remedy.</summary>
internal static class ValueReader
{
    public static InputValue FromText(InputField field, int place, string path, string text) => field.Kind switch
    {
        InputKind.Text => Text(field, place, path, text),
        InputKind.Choice => Choice(field, place, path, text),
        InputKind.Instant or InputKind.InstantOrDate => Instant(field, place, path, text),
        _ => throw WrongType(field, path, "a text"),
    };

    public static InputValue FromWhole(InputField field, int place, string path, long number) => field.Kind switch
    {
        InputKind.Integer => new InputValue(place, "", InRange(field, path, number), number),
        InputKind.Number => new InputValue(place, "", 0, InRange(field, path, (double)number)),
        InputKind.Instant or InputKind.InstantOrDate => InstantValue(place, path, number),
        _ => throw WrongType(field, path, "a number"),
    };

    public static InputValue FromNumber(InputField field, int place, string path, double number) => field.Kind switch
    {
        InputKind.Number => new InputValue(place, "", 0, InRange(field, path, number)),
        InputKind.Integer or InputKind.Instant or InputKind.InstantOrDate => throw Invalid(path, "is not a whole number of a size that can be: " + Wanted(field)),
        _ => throw WrongType(field, path, "a number"),
    };

    public static InputValue FromFlag(InputField field, int place, string path, bool flag) => field.Kind == InputKind.Flag
        ? new InputValue(place, "", flag ? 1 : 0, 0)
        : throw WrongType(field, path, "true or false");

    public static RefusedException WrongType(InputField field, string path, string found) => Invalid(path, $"is {found}; {Wanted(field)}");

    public static RefusedException Invalid(string path, string clause) => new(ProblemType.InvalidField, $"'{path}' {clause}.", path);

    /// <summary>What the field takes, as a clause.</summary>
    public static string Wanted(InputField field) => field.Kind switch
    {
        InputKind.Text => $"give a text of {field.Least} to {field.Most} characters",
        InputKind.Integer => $"give a whole number from {field.Least} to {field.Most}",
        InputKind.Number => $"give a number from {field.Least} to {field.Most}",
        InputKind.Instant => "give RFC 3339 text with a zone, for example 2026-03-01T09:00:00Z, or epoch milliseconds",
        InputKind.InstantOrDate => "give a UTC date such as 2026-03-01, RFC 3339 text with a zone, or epoch milliseconds",
        InputKind.Choice => $"give {string.Join(" or ", field.Choices)}",
        InputKind.Flag => "give true or false",
        _ => "give a list of {\"type\": …, \"value\": …}",
    };

    private static InputValue Text(InputField field, int place, string path, string text)
    {
        string trimmed = field.IsIdentifying ? text : text.Trim();
        if (trimmed.Length < field.Least || trimmed.Length > field.Most)
        {
            throw Invalid(path, $"has {trimmed.Length} characters; {Wanted(field)}");
        }

        // Of identifiers their own rules say it, with other words.
        return field.IsIdentifying || !trimmed.Any(char.IsControl)
            ? new InputValue(place, trimmed, 0, 0)
            : throw Invalid(path, "contains a control character: remove it");
    }

    private static InputValue Choice(InputField field, int place, string path, string text)
    {
        foreach (string choice in field.Choices)
        {
            if (text == choice)
            {
                return new InputValue(place, choice, 0, 0);
            }
        }

        throw Invalid(path, $"is {ShownValue.Of(field, text)}; {Wanted(field)}");
    }

    private static InputValue Instant(InputField field, int place, string path, string text)
    {
        if (field.Kind == InputKind.InstantOrDate && InstantText.TryParseDate(text, out Timestamp midnight))
        {
            return InstantValue(place, path, midnight.EpochMilliseconds);
        }

        if (!InstantText.TryParse(text, out Timestamp instant, out string fault))
        {
            throw Invalid(path, $"is {ShownValue.Of(field, text)}, which {fault}");
        }

        return new InputValue(place, "", instant.EpochMilliseconds, 0);
    }

    private static InputValue InstantValue(int place, string path, long milliseconds) =>
        InstantText.TryRead(milliseconds, out Timestamp instant, out string fault)
            ? new InputValue(place, "", instant.EpochMilliseconds, 0)
            : throw Invalid(path, string.Create(CultureInfo.InvariantCulture, $"is {milliseconds}, which {fault}"));

    private static long InRange(InputField field, string path, long number) => number >= field.Least && number <= field.Most
        ? number
        : throw Invalid(path, string.Create(CultureInfo.InvariantCulture, $"is {number}; {Wanted(field)}"));

    private static double InRange(InputField field, string path, double number) => number >= field.Least && number <= field.Most
        ? number
        : throw Invalid(path, string.Create(CultureInfo.InvariantCulture, $"is {number}; {Wanted(field)}"));
}
