using SendFlowr.Connectors.Yaml;
using SendFlowr.Model.Events;

namespace SendFlowr.Connectors.Definitions;

/// <summary>Reads <c>event_type</c> and <c>machine</c>, which are rules or a value.</summary>
internal static class EventTypeReader
{
    private const int MaxRules = 200;

    private static readonly (string Word, UnmappedValue Value)[] OtherwiseChoices =
        [("keep", UnmappedValue.Keep), ("ignore", UnmappedValue.Drop), ("reject", UnmappedValue.Reject)];

    private static readonly (string Word, MachineFlag Value)[] Flags =
        [("prefetch", MachineFlag.Prefetch), ("scanner", MachineFlag.Scanner), ("none", MachineFlag.None)];

    public static IReadOnlyList<EventTypeRule> Read(YamlMap map, DefinitionContext context)
    {
        YamlNode? node = map.Require("event_type");
        if (node is null)
        {
            return [];
        }

        if (node.Kind != YamlKind.Sequence)
        {
            return [new EventTypeRule(null, TypeValue(node, "event_type", context))];
        }

        if (node.Items.Count is 0 or > MaxRules)
        {
            context.Errors.Add(node, $"event_type: has {node.Items.Count} rules; 1 to {MaxRules} are allowed.");
        }

        return [.. node.Items.Select(item => Rule(item, context))];
    }

    public static (IReadOnlyList<MachineRule> Rules, ValueDefinition? Value) Machine(YamlMap map, DefinitionContext context)
    {
        YamlNode? node = map.Find("machine");
        if (node is null)
        {
            return ([], null);
        }

        if (node.Kind != YamlKind.Sequence)
        {
            return ([], ValueReader.Read(node, "machine", context));
        }

        List<MachineRule> rules = [];
        foreach (YamlNode item in node.Items)
        {
            YamlMap rule = new(item, "machine", context.Errors);
            rule.Require("flag");
            MachineFlag flag = rule.Choice("flag", Flags, MachineFlag.None);
            rules.Add(new MachineRule(When(rule, context), flag));
            rule.End();
        }

        return (rules, null);
    }

    private static EventTypeRule Rule(YamlNode node, DefinitionContext context)
    {
        YamlMap map = new(node, "event_type", context.Errors);
        ConditionDefinition? when = When(map, context);
        string? type = map.Text("type");
        bool ignore = map.Flag("ignore", false);
        int given = (type is null ? 0 : 1) + (ignore ? 1 : 0) + (map.Has("path") ? 1 : 0);
        if (given != 1 && node.Kind == YamlKind.Mapping)
        {
            context.Errors.Add(node, $"event_type: a rule gives exactly one of type, path or 'ignore: true'; found {given}.");
        }

        ValueDefinition? value = null;
        if (type is not null)
        {
            value = ValueDefinition.OfConstant(type);
            CheckType(map.Find("type")!, type, context);
        }
        else if (map.Has("path"))
        {
            value = new ValueDefinition
            {
                Path = context.PathOf(map, "path"),
                Map = TypeMap(map, context),
                Optional = map.Flag("optional", false),
            };
        }

        map.End();
        return new EventTypeRule(when, value);
    }

    private static ConditionDefinition? When(YamlMap map, DefinitionContext context) =>
        map.Find("when") is { } node ? ConditionReader.Read(node, map.PathOf("when"), context) : null;

    private static ValueDefinition TypeValue(YamlNode node, string path, DefinitionContext context)
    {
        if (node.Kind != YamlKind.Mapping)
        {
            return new ValueDefinition { Path = context.PathOf(node, path) };
        }

        YamlMap map = new(node, path, context.Errors);
        string? constant = map.Text("const");
        if (constant is not null)
        {
            CheckType(map.Find("const")!, constant, context);
        }

        if (constant is null == !map.Has("path"))
        {
            context.Errors.Add(node, $"{path}: give exactly one of path and const, or a list of rules.");
        }

        ValueDefinition value = new()
        {
            Constant = constant,
            Path = context.PathOf(map, "path"),
            Map = TypeMap(map, context),
            Optional = map.Flag("optional", false),
        };
        map.End();
        return value;
    }

    private static MapDefinition? TypeMap(YamlMap map, DefinitionContext context)
    {
        MapDefinition? translation = ValueReader.Translation(map, "map", OtherwiseChoices, context);
        if (translation is not null)
        {
            foreach ((YamlNode _, YamlNode to) in map.Map("map")!.Node.Entries)
            {
                CheckType(to, to.Text, context);
            }
        }

        return translation;
    }

    private static void CheckType(YamlNode node, string type, DefinitionContext context)
    {
        if (node.Kind == YamlKind.Scalar && !EventTypeName.IsValid(type))
        {
            context.Errors.Add(node, $"event_type: '{type}' is not an event type; {EventTypeName.Rule}.");
        }
    }
}
