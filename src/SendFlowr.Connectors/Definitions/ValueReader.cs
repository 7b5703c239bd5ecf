using SendFlowr.Connectors.Yaml;

namespace SendFlowr.Connectors.Definitions;

/// <summary>Reads value expressions: a bare text is a path; a mapping names <c>path</c>, <c>const</c> or <c>first_of</c> and what to do with it.</summary>
internal static class ValueReader
{
    public const int MaxAlternatives = 16;

    private static readonly (string Word, UnmappedValue Value)[] OtherwiseChoices =
        [("keep", UnmappedValue.Keep), ("drop", UnmappedValue.Drop), ("reject", UnmappedValue.Reject)];

    private static readonly (string Word, TransformKind Value)[] BareTransforms =
    [
        ("trim", TransformKind.Trim), ("lowercase", TransformKind.Lowercase), ("uppercase", TransformKind.Uppercase),
        ("hash_email", TransformKind.HashEmail), ("e164", TransformKind.E164),
    ];

    public static ValueDefinition? Optional(YamlMap map, string key, DefinitionContext context) =>
        map.Find(key) is { } node ? Read(node, map.PathOf(key), context) : null;

    /// <summary>A required value whose bare text is a constant, because that is what provider and channel usually are.</summary>
    public static ValueDefinition? ConstantOr(YamlMap map, string key, DefinitionContext context) => map.Require(key) switch
    {
        null => null,
        { Kind: YamlKind.Scalar } node => ValueDefinition.OfConstant(node.Text),
        YamlNode node => Read(node, map.PathOf(key), context),
    };

    public static ValueDefinition Read(YamlNode node, string path, DefinitionContext context)
    {
        if (node.Kind != YamlKind.Mapping)
        {
            return new ValueDefinition { Path = context.PathOf(node, path) };
        }

        YamlMap map = new(node, path, context.Errors);
        ValueDefinition value = ReadFrom(map, context, nested: false);
        map.End();
        return value;
    }

    /// <summary>Reads the value keys of a mapping that may have other keys as well.</summary>
    public static ValueDefinition ReadFrom(YamlMap map, DefinitionContext context, bool nested)
    {
        string? constant = map.Text("const");
        DocumentPath? path = context.PathOf(map, "path");
        List<ValueDefinition> alternatives = [];
        if (!nested)
        {
            foreach (YamlNode item in map.List("first_of"))
            {
                alternatives.Add(Alternative(item, map.PathOf("first_of"), context));
            }
        }

        RequireOneSource(map, context, nested, alternatives.Count);
        return new ValueDefinition
        {
            Path = path,
            Constant = constant,
            FirstOf = alternatives,
            Transforms = Transforms(map, context),
            Map = Translation(map, "map", OtherwiseChoices, context),
            Optional = map.Flag("optional", false),
        };
    }

    /// <summary>A <c>map</c> with its <c>otherwise</c>; null when there is none.</summary>
    public static MapDefinition? Translation(
        YamlMap map, string key, IReadOnlyList<(string Word, UnmappedValue Value)> otherwiseChoices, DefinitionContext context)
    {
        UnmappedValue otherwise = map.Choice("otherwise", otherwiseChoices, UnmappedValue.Keep);
        if (map.Map(key) is not { } entries)
        {
            if (map.Find("otherwise") is { } lone && !map.Has(key))
            {
                context.Errors.Add(lone, $"{map.PathOf("otherwise")}: says what happens to values a map does not list, and there is no map.");
            }

            return null;
        }

        Dictionary<string, string> translation = new(StringComparer.Ordinal);
        foreach ((YamlNode from, YamlNode to) in entries.Node.Entries)
        {
            if (to.Kind != YamlKind.Scalar || to.IsNull)
            {
                context.Errors.Add(to, $"{entries.PathOf(from.Text)}: expected a text, found {to.Description}.");
            }

            translation[from.Text] = to.Text;
        }

        return new MapDefinition(translation, otherwise);
    }

    private static ValueDefinition Alternative(YamlNode node, string path, DefinitionContext context)
    {
        if (node.Kind != YamlKind.Mapping)
        {
            return new ValueDefinition { Path = context.PathOf(node, path) };
        }

        YamlMap map = new(node, path, context.Errors);
        ValueDefinition value = ReadFrom(map, context, nested: true);
        map.End();
        return value;
    }

    private static void RequireOneSource(YamlMap map, DefinitionContext context, bool nested, int alternatives)
    {
        string[] names = nested ? ["path", "const"] : ["path", "const", "first_of"];
        int given = names.Count(map.Has);
        string list = string.Join(", ", names);
        if (given != 1 && map.Node.Kind == YamlKind.Mapping)
        {
            context.Errors.Add(map.Node, $"{map.Path}: give exactly one of {list}; found {given}.");
        }
        else if (alternatives > MaxAlternatives)
        {
            context.Errors.Add(map.Node, $"{map.PathOf("first_of")}: {alternatives} alternatives; at most {MaxAlternatives} are allowed.");
        }
    }

    private static List<TransformDefinition> Transforms(YamlMap map, DefinitionContext context)
    {
        List<TransformDefinition> transforms = [];
        string path = map.PathOf("transform");
        foreach (YamlNode node in map.List("transform"))
        {
            if (node.Kind == YamlKind.Mapping && node.Entries.Count == 1)
            {
                (YamlNode key, YamlNode argument) = node.Entries[0];
                WithArgument(key, argument, path, transforms, context);
            }
            else if (node.Kind == YamlKind.Scalar && node.Text is "prefix" or "strip_prefix")
            {
                context.Errors.Add(node, $"{path}: '{node.Text}' needs its text, for example {{ {node.Text}: \"shop-\" }}.");
            }
            else
            {
                WithoutArgument(node, path, transforms, context);
            }
        }

        return transforms;
    }

    private static void WithoutArgument(
        YamlNode node, string path, List<TransformDefinition> transforms, DefinitionContext context)
    {
        foreach ((string word, TransformKind kind) in BareTransforms)
        {
            if (node.Kind == YamlKind.Scalar && node.Text == word)
            {
                transforms.Add(new TransformDefinition(kind, kind == TransformKind.E164 ? context.DefaultCountry : null));
                return;
            }
        }

        string allowed = string.Join(", ", BareTransforms.Select(transform => transform.Word));
        context.Errors.Add(node, $"{path}: {node.Description} is not a transform; allowed are {allowed}, {{ e164: DE }}, {{ prefix: text }}, {{ strip_prefix: text }}.");
    }

    private static void WithArgument(
        YamlNode key, YamlNode argument, string path, List<TransformDefinition> transforms, DefinitionContext context)
    {
        TransformKind? kind = key.Text switch
        {
            "e164" => TransformKind.E164,
            "prefix" => TransformKind.Prefix,
            "strip_prefix" => TransformKind.StripPrefix,
            _ => null,
        };
        if (kind is null)
        {
            context.Errors.Add(key, $"{path}: '{key.Text}' takes no argument or is unknown; with an argument allowed are e164, prefix, strip_prefix.");
        }
        else if (kind == TransformKind.E164)
        {
            transforms.Add(new TransformDefinition(kind.Value, context.Country(argument, $"{path}.e164")));
        }
        else if (argument.Kind != YamlKind.Scalar || argument.Text.Length is 0 or > 64)
        {
            context.Errors.Add(argument, $"{path}.{key.Text}: expected a text of 1 to 64 characters, found {argument.Description}.");
        }
        else
        {
            transforms.Add(new TransformDefinition(kind.Value, argument.Text));
        }
    }
}
