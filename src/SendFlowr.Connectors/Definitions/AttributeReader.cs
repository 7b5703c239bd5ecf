using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Connectors.Definitions;

/// <summary>Reads <c>attributes</c> and <c>attributes_from</c>.</summary>
internal static class AttributeReader
{
    private static readonly (string Word, bool Value)[] ValueChoices = [("scalar", false), ("text", true)];

    public static IReadOnlyList<KeyValuePair<string, ValueDefinition>> Named(YamlMap map, DefinitionContext context)
    {
        List<KeyValuePair<string, ValueDefinition>> attributes = [];
        if (map.Map("attributes") is not { } named)
        {
            return attributes;
        }

        foreach ((YamlNode key, YamlNode value) in named.Node.Entries)
        {
            if (key.Text.Length is 0 or > MappingLimits.AttributeNameBytes)
            {
                context.Errors.Add(key, $"attributes: a name has 1 to {MappingLimits.AttributeNameBytes} characters.");
            }

            attributes.Add(new(key.Text, ValueReader.Read(value, named.PathOf(key.Text), context)));
        }

        if (attributes.Count > MappingLimits.Attributes)
        {
            context.Errors.Add(named.Node, $"attributes: {attributes.Count} names; at most {MappingLimits.Attributes} are allowed.");
        }

        return attributes;
    }

    public static IReadOnlyList<AttributesFrom> From(YamlMap map, DefinitionContext context)
    {
        List<AttributesFrom> result = [];
        foreach (YamlNode node in map.List("attributes_from"))
        {
            YamlMap item = new(node, "attributes_from", context.Errors);
            result.Add(new AttributesFrom(
                context.PathOf(item, "path"), item.Text("prefix") ?? "", item.Choice("values", ValueChoices, false)));
            item.End();
        }

        return result;
    }
}
