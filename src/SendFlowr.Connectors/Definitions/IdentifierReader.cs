using SendFlowr.Connectors.Yaml;
using SendFlowr.Model.Identity;

namespace SendFlowr.Connectors.Definitions;

/// <summary>Reads the list of identifiers.</summary>
internal static class IdentifierReader
{
    public const int MaxDefinitions = 32;

    private static readonly (string Word, bool Value)[] InvalidChoices = [("reject", false), ("drop", true)];

    public static IReadOnlyList<IdentifierDefinition> Read(YamlMap map, DefinitionContext context)
    {
        IReadOnlyList<YamlNode> items = map.List("identifiers");
        if (items.Count > MaxDefinitions)
        {
            context.Errors.Add(map.Find("identifiers")!, $"identifiers: {items.Count} entries; at most {MaxDefinitions} are allowed.");
        }

        return [.. items.Select(item => ReadOne(item, context))];
    }

    private static IdentifierDefinition ReadOne(YamlNode node, DefinitionContext context)
    {
        YamlMap map = new(node, "identifiers", context.Errors);
        DocumentPath? each = context.PathOf(map, "each");
        ValueDefinition type = ValueReader.ConstantOr(map, "type", context) ?? ValueDefinition.OfConstant("");
        IdentifierEntry? entry = EntryOf(map, type, context);
        ValueDefinition source = map.Has("source")
            ? ValueReader.ConstantOr(map, "source", context)!
            : ValueDefinition.OfConstant(IdentifierTypes.DefaultSource);
        if (source.Constant is { Length: 0 or > 128 })
        {
            context.Errors.Add(map.Find("source") ?? node, "identifiers.source: has 1 to 128 characters.");
        }

        ValueDefinition value = ValueOf(map, each, context);
        if (entry is { Form: IdentifierForm.Email } && value.Transforms.Any(transform => transform.Kind == TransformKind.HashEmail))
        {
            context.Errors.Add(node, "identifiers: type email is hashed on entry; remove the transform hash_email, or write type email_hash.");
        }

        IdentifierDefinition result = new()
        {
            Each = each,
            Type = type,
            Entry = entry,
            Source = source,
            Value = value,
            Country = context.Country(map, "country") ?? context.DefaultCountry,
            DropInvalid = map.Choice("invalid", InvalidChoices, false),
        };
        map.End();
        return result;
    }

    private static ValueDefinition ValueOf(YamlMap map, DocumentPath? each, DefinitionContext context)
    {
        if (each is null)
        {
            return ValueReader.ReadFrom(map, context, nested: false);
        }

        if (each.FromRoot || each.Steps.Count == 0)
        {
            context.Errors.Add(map.Node, "identifiers.each: names an array within the event; write its path without '$'.");
        }

        return map.Require("value") is { } node
            ? ValueReader.Read(node, map.PathOf("value"), context)
            : ValueDefinition.OfConstant("");
    }

    private static IdentifierEntry? EntryOf(YamlMap map, ValueDefinition type, DefinitionContext context)
    {
        if (type.Constant is null)
        {
            return null;
        }

        IdentifierTypes types = context.Rules.Types;
        if (!types.TryGetEntry(type.Constant, out IdentifierEntry? entry) && map.Find("type") is { } node)
        {
            context.Errors.Add(node, $"identifiers.type: '{type.Constant}' is not an identifier type; allowed are {string.Join(", ", types.EntryNames)}.");
        }

        return entry;
    }
}
