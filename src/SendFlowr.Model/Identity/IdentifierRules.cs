using System.Globalization;
using System.Text.Json;

namespace SendFlowr.Model.Identity;

/// <summary>The versioned data about identifiers: types, blocked values, phone numbering. Immutable, thread-safe.</summary>
/// <remarks>Read from the embedded <c>Data/identifiers.v1.json</c>; a broken file is a programmer's error and throws.</remarks>
public sealed class IdentifierRules
{
    private const string ResourceName = "SendFlowr.Model.Data.identifiers.v1.json";

    private static readonly Lazy<IdentifierRules> LazyDefault = new(LoadEmbedded);

    private IdentifierRules(int version, IdentifierTypes types, BlockedValues blocked, PhoneNumbering phones)
    {
        Version = version;
        Types = types;
        Blocked = blocked;
        Phones = phones;
    }

    /// <summary>The built-in rules.</summary>
    public static IdentifierRules Default => LazyDefault.Value;

    /// <summary>Version of the data file, 1 or more.</summary>
    public int Version { get; }

    public IdentifierTypes Types { get; }

    public BlockedValues Blocked { get; }

    public PhoneNumbering Phones { get; }

    private static IdentifierRules LoadEmbedded()
    {
        using Stream stream = typeof(IdentifierRules).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly lacks its resource '{ResourceName}'.");
        using JsonDocument document = JsonDocument.Parse(stream);
        JsonElement root = document.RootElement;
        List<IdentifierType> types = [.. root.GetProperty("types").EnumerateArray().Select(ReadType)];
        List<IdentifierEntry> entries = [.. types.Select(type => new IdentifierEntry(type.Name, type, type.Form))];
        foreach (JsonElement entry in root.GetProperty("entries").EnumerateArray())
        {
            IdentifierType type = types.Single(type => type.Name == Text(entry, "type"));
            entries.Add(new IdentifierEntry(Text(entry, "name"), type, ReadForm(entry)));
        }

        return new IdentifierRules(
            root.GetProperty("version").GetInt32(),
            new IdentifierTypes(types, entries),
            new BlockedValues(
                [.. root.GetProperty("blocked").EnumerateArray().Select(value => value.GetString()!)],
                [.. root.GetProperty("blockedWrappers").EnumerateArray().Select(pair => (pair[0].GetString()!, pair[1].GetString()!))]),
            new PhoneNumbering(
                [.. root.GetProperty("callingCodes").EnumerateArray().Select(code => code.GetString()!)],
                [.. root.GetProperty("countries").EnumerateArray().Select(ReadCountry)]));
    }

    private static IdentifierType ReadType(JsonElement element) => new(
        Text(element, "name"),
        element.GetProperty("weight").GetDouble(),
        Enum.Parse<IdentifierRole>(Text(element, "role"), ignoreCase: true),
        ReadForm(element));

    private static IdentifierForm ReadForm(JsonElement element) => Text(element, "form") switch
    {
        "text" => IdentifierForm.Text,
        "email" => IdentifierForm.Email,
        "email_hash" => IdentifierForm.EmailHash,
        "phone" => IdentifierForm.Phone,
        string other => throw new InvalidOperationException(
            string.Create(CultureInfo.InvariantCulture, $"{ResourceName}: unknown form '{other}'.")),
    };

    private static PhoneCountry ReadCountry(JsonElement element) => new(
        Text(element, "iso"),
        Text(element, "code"),
        Text(element, "trunk"),
        element.GetProperty("minDigits").GetInt32(),
        element.GetProperty("maxDigits").GetInt32(),
        Text(element, "idd"));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
