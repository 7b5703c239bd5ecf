using SendFlowr.Model.Identity;
using SendFlowr.Server.Inputs;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Identity;

/// <summary>The fields that name a person: one for every identifier type, a Universal ID, or a list of identifiers. Thread-safe.</summary>
internal static class PersonFields
{
    public const string ListName = "identifiers";

    /// <summary>Most identifiers in a list.</summary>
    public const int MostIdentifiers = 32;

    private const int MostValueChars = 1024;

    /// <summary>A field for each name an identifier may be given under.</summary>
    public static IReadOnlyList<InputField> Flat { get; } =
        [Field(PersonReference.UniversalIdName, "The Universal ID: sf_ and 32 hex digits."), .. IdentifierTypes.Default.EntryNames.OrderByDescending(IsShort).Select(FlatField)];

    /// <summary>The flat fields and the list.</summary>
    public static IReadOnlyList<InputField> All { get; } =
    [
        .. Flat,
        InputField.Identifiers(ListName, "The person's identifiers as a list, where one type is needed with several sources.", MostIdentifiers),
    ];

    /// <summary>Reads who is meant.</summary>
    /// <exception cref="RefusedException">Nobody is named, a value cannot be valid, or two people are named.</exception>
    public static List<PersonReference> Read(InputValues values, string? defaultCountry)
    {
        List<PersonReference> person = ReadAll(values, defaultCountry);
        if (person.Count == 0)
        {
            throw new RefusedException(
                ProblemType.MissingField,
                "nobody is named: give one of " + string.Join(", ", values.Table.Fields.Where(field => field.IsIdentifying).Select(field => field.Name)) + ".",
                Flat[1].Name);
        }

        RefuseTwoPeople(person);
        return person;
    }

    /// <summary>One identifier by the name of its type.</summary>
    /// <param name="type">A name that the identifier table knows.</param>
    /// <param name="source">The instance that issues the value; null: the default.</param>
    /// <param name="value">As the sender wrote it.</param>
    /// <param name="path">What an error names.</param>
    /// <param name="defaultCountry">Of national phone numbers.</param>
    /// <exception cref="RefusedException">The value cannot be valid.</exception>
    public static PersonReference Parse(string type, string? source, string value, string path, string? defaultCountry)
    {
        string name = source is null ? type : $"{type}@{source}";
        return PersonReference.TryParse($"{name}={value}", defaultCountry, IdentifierNormalizer.Default, out PersonReference? reference, out string error)
            ? reference!
            : throw new RefusedException(ProblemType.InvalidField, $"'{path}' cannot be used: {error}", path);
    }

    /// <summary>Refuses a type that the identifier table does not know; the text does not repeat it, in case it is a value.</summary>
    public static void RequireType(string type, string path, bool orUniversalId)
    {
        if (!IdentifierTypes.Default.TryGetEntry(type, out _) && !(orUniversalId && type == PersonReference.UniversalIdName))
        {
            throw ValueReader.Invalid(path, $"is no identifier type; known are {string.Join(", ", IdentifierTypes.Default.EntryNames)}");
        }
    }

    private static List<PersonReference> ReadAll(InputValues values, string? defaultCountry)
    {
        List<PersonReference> person = [];
        foreach (InputValue value in values.All)
        {
            InputField field = values.Table.Fields[value.Place];
            if (field.Kind == InputKind.Text && field.IsIdentifying)
            {
                person.Add(Parse(field.Name, null, value.Text, field.Name, defaultCountry));
            }
        }

        for (int i = 0; i < values.Items.Count; i++)
        {
            InputValues item = values.Items[i];
            string type = item.Text("type")!;
            RequireType(type, $"{ListName}[{i}].type", orUniversalId: false);
            person.Add(Parse(type, item.Text("source"), item.Text("value")!, $"{ListName}[{i}].value", defaultCountry));
        }

        return person;
    }

    /// <summary>Two values of one anchor are two people until somebody says otherwise; choosing one in silence could mail the wrong one.</summary>
    private static void RefuseTwoPeople(List<PersonReference> person)
    {
        for (int i = 0; i < person.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (TypeOf(person[i]) == TypeOf(person[j]) && IsAnchor(TypeOf(person[i])) && person[i] != person[j])
                {
                    throw new RefusedException(
                        ProblemType.InvalidField, $"two different values of '{TypeOf(person[i])}' name two people; ask about one at a time.", TypeOf(person[i]));
                }
            }
        }
    }

    private static string TypeOf(PersonReference reference) => reference.Identifier?.Type ?? PersonReference.UniversalIdName;

    private static bool IsAnchor(string type) =>
        type == PersonReference.UniversalIdName
        || (IdentifierTypes.Default.TryGet(type, out IdentifierType? known) && known.Role == IdentifierRole.Anchor);

    private static bool IsShort(string name) => IdentifierTypes.Default.TryGetEntry(name, out IdentifierEntry? entry) && entry.Name != entry.Type.Name;

    private static InputField FlatField(string name) => name switch
    {
        "email" => Field(name, "E-mail address; only its SHA-256 is used.") with { Example = "ann@example.com" },
        "email_hash" => Field(name, "SHA-256 of the trimmed, lower-cased e-mail address, 64 hex digits."),
        "phone" or "phone_number" => Field(name, "Phone number, best with + and calling code.") with { Example = "+14155550123" },
        _ => Field(name, $"The person's {name}."),
    };

    private static InputField Field(string name, string description) =>
        InputField.Text(name, description, MostValueChars) with { IsIdentifying = true };
}
