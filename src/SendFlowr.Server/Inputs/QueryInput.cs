using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Primitives;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Inputs;

/// <summary>Reads the parameters of a query as strictly as the fields of a body. Thread-safe.</summary>
/// <remarks>
/// In a query a plus sign means a space, and most people forget it: of phone numbers and offsets of time zones, where a space can be
/// nothing else, it is read as the plus it was.
/// </remarks>
internal static class QueryInput
{
    private static readonly SearchValues<char> PhoneLetters = SearchValues.Create("0123456789-(). ");

    /// <exception cref="RefusedException">A parameter is not known, given twice, or out of its limits; names it.</exception>
    public static InputValues Read(HttpContext context, InputTable table)
    {
        InputValues values = new(table);
        foreach ((string name, StringValues given) in context.Request.Query)
        {
            int place = table.Find(name);
            if (place < 0)
            {
                string shown = ShownValue.Name(name);
                throw new RefusedException(ProblemType.UnknownField, $"'{shown}' is not a parameter here; {Known(table, shown)}", shown);
            }

            InputField field = table.Fields[place];
            if (given.Count > 1)
            {
                throw new RefusedException(ProblemType.DuplicateField, $"'{field.Name}' is given twice; give it once.", field.Name);
            }

            string text = given.ToString();
            if (text.Length > 0)
            {
                values.Mark(place);
                values.Add(ReadValue(field, place, text));
            }
        }

        return values.Complete("");
    }

    private static string Known(InputTable table, string shown) => table.Fields.Count == 0 ? "there are none." : table.Remedy(shown);

    private static InputValue ReadValue(InputField field, int place, string text)
    {
        string name = field.Name;
        switch (field.Kind)
        {
            case InputKind.Integer or InputKind.Number or InputKind.Instant or InputKind.InstantOrDate
                when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole):
                return ValueReader.FromWhole(field, place, name, whole);
            case InputKind.Integer or InputKind.Number
                when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number):
                return ValueReader.FromNumber(field, place, name, number);
            case InputKind.Integer or InputKind.Number:
                throw ValueReader.WrongType(field, name, ShownValue.Of(field, text));
            case InputKind.Flag:
                return ValueReader.FromFlag(field, place, name, text switch
                {
                    "true" => true,
                    "false" => false,
                    _ => throw ValueReader.WrongType(field, name, ShownValue.Of(field, text)),
                });
            case InputKind.Instant or InputKind.InstantOrDate:
                return ValueReader.FromText(field, place, name, WithPlus(text, text.LastIndexOf(' ')));
            default:
                return ValueReader.FromText(field, place, name, field.IsIdentifying && IsPhone(text) ? WithPlus(text, 0) : text);
        }
    }

    private static bool IsPhone(string text) =>
        text.Length > 5 && text[0] == ' ' && char.IsAsciiDigit(text[1]) && !text.AsSpan(1).ContainsAnyExcept(PhoneLetters);

    private static string WithPlus(string text, int place) => place >= 0 && text[place] == ' ' ? $"{text[..place]}+{text[(place + 1)..]}" : text;
}
