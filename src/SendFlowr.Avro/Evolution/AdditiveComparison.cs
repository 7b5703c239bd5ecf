using SendFlowr.Avro.Resolution;
using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Evolution;

/// <summary>Walks two schemas side by side and notes what is not additive. One instance compares one pair; not thread-safe.</summary>
internal sealed class AdditiveComparison
{
    private readonly HashSet<(AvroSchema Older, AvroSchema Newer)> seen = [];
    private readonly List<SchemaViolation> violations = [];
    private int depth;

    public IReadOnlyList<SchemaViolation> Violations => violations;

    public void Compare(AvroSchema older, AvroSchema newer, string path)
    {
        if (depth >= SchemaLimits.MaxTypeDepth)
            throw new AvroSchemaException(path, $"types nest deeper than {SchemaLimits.MaxTypeDepth}", "Flatten the schema");
        if (older.Kind != newer.Kind)
        {
            Add(path, $"the type changed from '{older.TypeName}' to '{newer.TypeName}'; add a new field instead");
            return;
        }

        if (older.LogicalType != newer.LogicalType)
        {
            Add(path, $"the logical type changed from '{older.LogicalType}' to '{newer.LogicalType}'; add a new field instead");
        }

        depth++;
        CompareParts(older, newer, path);
        depth--;
    }

    private void CompareParts(AvroSchema older, AvroSchema newer, string path)
    {
        switch (older, newer)
        {
            case (NamedSchema from, NamedSchema to):
                if (seen.Add((from, to)))
                    CompareNamed(from, to, path);
                break;
            case (ArraySchema from, ArraySchema to):
                Compare(from.Items, to.Items, path + ".items");
                break;
            case (MapSchema from, MapSchema to):
                Compare(from.Values, to.Values, path + ".values");
                break;
            case (UnionSchema from, UnionSchema to):
                CompareUnions(from, to, path);
                break;
            default:
                // Primitives of one kind have nothing else to change.
                break;
        }
    }

    private void CompareNamed(NamedSchema older, NamedSchema newer, string path)
    {
        if (older.FullName != newer.FullName && !newer.HasAlias(older))
            Add(path, $"'{older.FullName}' was renamed to '{newer.FullName}'; add the older name to its aliases");
        switch (older, newer)
        {
            case (RecordSchema from, RecordSchema to):
                CompareRecords(from, to, path);
                break;
            case (EnumSchema from, EnumSchema to):
                CompareEnums(from, to, path);
                break;
            case (FixedSchema from, FixedSchema to) when from.Size != to.Size:
                Add(path, $"the size changed from {from.Size} to {to.Size} bytes; add a new type instead");
                break;
            default:
                break;
        }
    }

    private void CompareRecords(RecordSchema older, RecordSchema newer, string path)
    {
        HashSet<RecordField> added = [.. newer.Fields];
        int lastIndex = -1;
        foreach (RecordField field in older.Fields)
        {
            string fieldPath = $"{path}.{field.Name}";
            RecordField? successor = newer.Fields.FirstOrDefault(candidate => SchemaMatch.Source(older, candidate) == field);
            if (successor is null)
            {
                Add(fieldPath, "the field was removed, or renamed without an alias; keep it, or add the older name to the aliases");
                continue;
            }

            added.Remove(successor);
            if (successor.Index < lastIndex)
                Add(fieldPath, "the field was moved; keep the order of the older fields");
            lastIndex = Math.Max(lastIndex, successor.Index);
            if (field.HasDefault != successor.HasDefault || field.Default != successor.Default)
                Add(fieldPath, $"the default changed from {Shown(field)} to {Shown(successor)}; keep it");
            Compare(field.Schema, successor.Schema, fieldPath);
        }

        foreach (RecordField field in added.Where(field => !field.HasDefault))
            Add($"{path}.{field.Name}", "the new field has no default, so older data cannot be read; give it one");
    }

    private void CompareEnums(EnumSchema older, EnumSchema newer, string path)
    {
        if (!newer.Symbols.Take(older.Symbols.Count).SequenceEqual(older.Symbols))
            Add(path, "symbols were removed, renamed or moved; add new ones at the end");
        else if (newer.Symbols.Count > older.Symbols.Count && older.DefaultSymbol is null)
            Add(path, "a symbol was added to an enum that had no default, so older readers cannot take it; add a new field instead");
        if (older.DefaultSymbol != newer.DefaultSymbol)
            Add(path, $"the enum's default changed from '{older.DefaultSymbol}' to '{newer.DefaultSymbol}'; keep it");
    }

    private void CompareUnions(UnionSchema older, UnionSchema newer, string path)
    {
        if (newer.Branches.Count < older.Branches.Count)
        {
            Add(path, $"the union lost branches, from {older.Branches.Count} to {newer.Branches.Count}; keep them");
            return;
        }

        for (int index = 0; index < older.Branches.Count; index++)
            Compare(older.Branches[index], newer.Branches[index], $"{path}[{index}]");
    }

    private static string Shown(RecordField field) => field.HasDefault ? $"'{field.Default}'" : "none";

    private void Add(string path, string reason) => violations.Add(new SchemaViolation(path, reason));
}
