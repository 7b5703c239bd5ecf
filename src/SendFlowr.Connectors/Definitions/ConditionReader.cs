using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Connectors.Definitions;

/// <summary>Reads conditions: a test of one path, or <c>all</c>, <c>any</c>, <c>not</c> of conditions.</summary>
internal static class ConditionReader
{
    private const int MaxMembers = 64;

    private static readonly string[] Tests = ["equals", "in", "exists", "starts_with"];

    public static ConditionDefinition Read(YamlNode node, string path, DefinitionContext context)
    {
        YamlMap map = new(node, path, context.Errors);
        ConditionDefinition condition = map.Has("all") ? new AllCondition(Members(map, "all", context))
            : map.Has("any") ? new AnyCondition(Members(map, "any", context))
            : map.Find("not") is { } inner ? new NotCondition(Read(inner, map.PathOf("not"), context))
            : Test(map, context);
        map.End();
        return condition;
    }

    private static List<ConditionDefinition> Members(YamlMap map, string key, DefinitionContext context)
    {
        IReadOnlyList<YamlNode> items = map.List(key);
        if (items.Count is 0 or > MaxMembers)
        {
            context.Errors.Add(map.Node, $"{map.PathOf(key)}: has {items.Count} conditions; 1 to {MaxMembers} are allowed.");
        }

        return [.. items.Select(item => Read(item, map.PathOf(key), context))];
    }

    private static ConditionDefinition Test(YamlMap map, DefinitionContext context)
    {
        DocumentPath? path = map.Require("path") is { } node ? context.PathOf(node, map.PathOf("path")) : null;
        string[] given = [.. Tests.Where(map.Has)];
        if (given.Length != 1 && map.Node.Kind == YamlKind.Mapping)
        {
            context.Errors.Add(map.Node, $"{map.Path}: give exactly one of {string.Join(", ", Tests)} (or all, any, not); found {given.Length}.");
        }

        bool ignoreCase = map.Flag("ignore_case", false);
        string? equal = map.Text("equals");
        string? prefix = map.Text("starts_with");
        bool wanted = map.Flag("exists", true);
        List<string> values = [];
        foreach (YamlNode item in map.List("in"))
        {
            if (item.Kind == YamlKind.Scalar)
            {
                values.Add(item.Text);
            }
            else
            {
                context.Errors.Add(item, $"{map.PathOf("in")}: expected a text, found {item.Description}.");
            }
        }

        if (path is null)
        {
            return new AllCondition([]);
        }

        return map.Has("exists") ? new ExistsCondition(path, wanted)
            : prefix is not null ? new StartsWithCondition(path, prefix, ignoreCase)
            : new InCondition(path, equal is not null ? [equal] : values, ignoreCase);
    }
}
