using System.Text.Json;

namespace SendFlowr.Avro.Schemas.Parsing;

/// <summary>Turns schema text into the model. One instance parses one text; not thread-safe.</summary>
internal sealed class SchemaParser
{
    private const string NameRemedy = "Use ASCII letters, digits and _, not beginning with a digit";

    private readonly Dictionary<string, NamedSchema> named = new(StringComparer.Ordinal);
    private readonly DefaultParser defaults = new();

    private SchemaParser()
    {
    }

    public static AvroSchema Parse(string text)
    {
        if (text.Length > SchemaLimits.MaxTextLength)
        {
            throw new AvroSchemaException(
                "$",
                $"the text has {text.Length} characters, more than {SchemaLimits.MaxTextLength}",
                "Split the schema or shorten its docs");
        }

        using JsonDocument document = Read(text);
        SchemaParser parser = new();
        AvroSchema schema = parser.ParseType(new SchemaNode(document.RootElement, "$"), "");
        parser.defaults.SetAll();
        return schema;
    }

    private static JsonDocument Read(string text)
    {
        if (SurrogateEscapes.FindLone(text) is >= 0 and var index)
            throw new AvroSchemaException("$", $"the escape at index {index} is half a surrogate pair", "Write both halves, or neither");
        JsonDocumentOptions options = new() { MaxDepth = SchemaLimits.MaxJsonDepth, AllowDuplicateProperties = false };
        try
        {
            return JsonDocument.Parse(text, options);
        }
        catch (JsonException exception)
        {
            throw new AvroSchemaException("$", $"the text is no valid JSON: {exception.Message.TrimEnd('.')}", "Correct the JSON");
        }
    }

    private AvroSchema ParseType(SchemaNode node, string enclosingNamespace) => node.Json.ValueKind switch
    {
        JsonValueKind.String => ParseName(node, node.Text(), enclosingNamespace),
        JsonValueKind.Array => ParseUnion(node, enclosingNamespace),
        JsonValueKind.Object => ParseObject(node, enclosingNamespace),
        _ => throw node.Error($"{node.Shown()} is no schema", "Write a type name, an object with 'type', or a list of them"),
    };

    private AvroSchema ParseName(SchemaNode node, string name, string enclosingNamespace)
    {
        if (PrimitiveSchema.TryKind(name, out AvroKind kind))
            return PrimitiveSchema.Of(kind);
        return named.TryGetValue(SchemaName.Qualify(name, enclosingNamespace), out NamedSchema? schema)
            ? schema
            : throw node.Error($"type '{name}' is not known here", "Use a primitive type, or define the type before its first use");
    }

    private AvroSchema ParseObject(SchemaNode node, string enclosingNamespace)
    {
        string type = node.RequiredText("type");
        return type switch
        {
            "record" => ParseRecord(node, enclosingNamespace),
            "enum" => ParseEnum(node, enclosingNamespace),
            "fixed" => ParseFixed(node, enclosingNamespace),
            "array" => new ArraySchema(ParseType(node.Required("items"), enclosingNamespace)),
            "map" => new MapSchema(ParseType(node.Required("values"), enclosingNamespace)),
            _ => ParseSimple(node, type, enclosingNamespace),
        };
    }

    private AvroSchema ParseSimple(SchemaNode node, string type, string enclosingNamespace)
    {
        if (PrimitiveSchema.TryKind(type, out AvroKind kind) && LogicalTypeParser.Parse(node, kind, 0) is { } logicalType)
            return new PrimitiveSchema(kind, logicalType);
        return ParseName(node.Required("type"), type, enclosingNamespace);
    }

    private UnionSchema ParseUnion(SchemaNode node, string enclosingNamespace)
    {
        List<AvroSchema> branches = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (SchemaNode item in node.Items())
        {
            AvroSchema branch = ParseType(item, enclosingNamespace);
            if (branch.Kind == AvroKind.Union)
                throw item.Error("a union stands directly in a union", "List its branches in the outer union");
            if (!seen.Add(branch.TypeName))
                throw item.Error($"the union has two branches of type '{branch.TypeName}'", "Remove one, or give them names of their own");
            branches.Add(branch);
        }

        return new UnionSchema(branches);
    }

    private RecordSchema ParseRecord(SchemaNode node, string enclosingNamespace)
    {
        RecordSchema record = new(ParseNameAttributes(node, enclosingNamespace));
        named.Add(record.FullName, record);
        List<RecordField> fields = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (SchemaNode item in node.Required("fields").Items())
        {
            RecordField field = ParseField(item, fields.Count, record.Namespace);
            foreach (string name in field.Aliases.Where(alias => alias != field.Name).Prepend(field.Name))
            {
                if (!names.Add(name))
                    throw item.Error($"'{name}' names two fields, itself or as an alias", "Give each field a name and aliases of its own");
            }

            fields.Add(field);
        }

        record.Complete(fields);
        return record;
    }

    private RecordField ParseField(SchemaNode node, int index, string enclosingNamespace)
    {
        if (node.Json.ValueKind != JsonValueKind.Object)
            throw node.Error($"{node.Shown()} is no field", "Write an object with 'name' and 'type'");
        string name = node.RequiredText("name");
        if (!SchemaName.IsSimple(name))
            throw node.Error($"'{name}' is no valid field name", NameRemedy);
        string[] aliases = node.Find("aliases")?.Names(alias => SchemaName.IsSimple(alias), NameRemedy) ?? [];
        AvroSchema schema = ParseType(node.Required("type"), enclosingNamespace);
        RecordField field = new(index, name, schema, aliases, node.OptionalText("doc"));
        if (node.Find("default") is { } value)
            defaults.Add(field, value);
        return field;
    }

    private EnumSchema ParseEnum(SchemaNode node, string enclosingNamespace)
    {
        NameAttributes name = ParseNameAttributes(node, enclosingNamespace);
        string[] symbols = node.Required("symbols").Names(symbol => SchemaName.IsSimple(symbol), NameRemedy);
        string? defaultSymbol = node.OptionalText("default");
        if (defaultSymbol is not null && !symbols.Contains(defaultSymbol))
            throw node.Error($"the default '{defaultSymbol}' is none of the symbols", "Name one of 'symbols'");
        EnumSchema schema = new(name, symbols, defaultSymbol);
        named.Add(schema.FullName, schema);
        return schema;
    }

    private FixedSchema ParseFixed(SchemaNode node, string enclosingNamespace)
    {
        NameAttributes name = ParseNameAttributes(node, enclosingNamespace);
        SchemaNode sizeNode = node.Required("size");
        if (sizeNode.Json.ValueKind != JsonValueKind.Number || !sizeNode.Json.TryGetInt32(out int size)
            || size is < 0 or > SchemaLimits.MaxFixedBytes)
        {
            throw sizeNode.Error($"size {sizeNode.Shown()} is out of range", $"Use an integer from 0 to {SchemaLimits.MaxFixedBytes}");
        }

        FixedSchema schema = new(name, size, LogicalTypeParser.Parse(node, AvroKind.Fixed, size));
        named.Add(schema.FullName, schema);
        return schema;
    }

    private NameAttributes ParseNameAttributes(SchemaNode node, string enclosingNamespace)
    {
        string name = node.RequiredText("name");
        string? explicitNamespace = node.OptionalText("namespace");
        if (!string.IsNullOrEmpty(explicitNamespace) && !SchemaName.IsDotted(explicitNamespace))
            throw node.Error($"namespace '{explicitNamespace}' is not valid", NameRemedy + ", joined by dots");
        string fullName = SchemaName.Qualify(name, explicitNamespace ?? enclosingNamespace);
        if (!SchemaName.IsDotted(fullName))
            throw node.Error($"name '{name}' is not valid", NameRemedy);
        if (PrimitiveSchema.TryKind(SchemaName.Unqualified(fullName).ToString(), out _))
            throw node.Error($"'{fullName}' redefines a primitive type", "Choose another name");
        if (named.ContainsKey(fullName))
            throw node.Error($"type '{fullName}' is defined twice", "Define it once and refer to it by name");
        string[] aliases = node.Find("aliases")?.Names(alias => SchemaName.IsDotted(alias), NameRemedy) ?? [];
        string namespaceOfName = SchemaName.NamespaceOf(fullName);
        return new NameAttributes(
            fullName, [.. aliases.Select(alias => SchemaName.Qualify(alias, namespaceOfName))], node.OptionalText("doc"));
    }
}
