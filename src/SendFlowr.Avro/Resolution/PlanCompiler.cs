using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Resolution;

/// <summary>Compiles the rules of "Schema Resolution" (Avro specification 1.12) for one pair of schemas. Not thread-safe.</summary>
internal sealed class PlanCompiler
{
    private readonly Dictionary<(AvroSchema Writer, AvroSchema Reader), RecordPlan> records = [];
    private readonly List<SchemaMismatch> mismatches = [];
    private int depth;
    private int optionalDepth;

    /// <summary>What the writer may write and the reader cannot take.</summary>
    public IReadOnlyList<SchemaMismatch> Mismatches => mismatches;

    public ReadPlan Compile(AvroSchema writer, AvroSchema reader) => Compile(writer, reader, "$");

    private ReadPlan Compile(AvroSchema writer, AvroSchema reader, string path)
    {
        if (depth >= SchemaLimits.MaxTypeDepth)
            throw new AvroSchemaException(path, $"types nest deeper than {SchemaLimits.MaxTypeDepth}", "Flatten the schema");
        depth++;
        ReadPlan plan = (writer, reader) switch
        {
            (UnionSchema union, _) => CompileWriterUnion(union, reader, path),
            (_, UnionSchema union) => CompileReaderUnion(writer, union, path),
            _ when SchemaMatch.Problem(writer, reader) is { } problem => Mismatch(path, problem),
            (RecordSchema from, RecordSchema to) => CompileRecord(from, to, path),
            (EnumSchema from, EnumSchema to) => CompileEnum(from, to, path),
            (FixedSchema, FixedSchema to) => new FixedPlan(to),
            (ArraySchema from, ArraySchema to) => new ArrayPlan(Compile(from.Items, to.Items, path + ".items")),
            (MapSchema from, MapSchema to) => new MapPlan(Compile(from.Values, to.Values, path + ".values")),
            _ => ScalarPlan.Of(writer.Kind, reader.Kind)!,
        };
        depth--;
        return plan;
    }

    private UnionPlan CompileWriterUnion(UnionSchema writer, AvroSchema reader, string path)
    {
        ReadPlan[] plans = new ReadPlan[writer.Branches.Count];
        optionalDepth++;
        for (int index = 0; index < plans.Length; index++)
            plans[index] = Compile(writer.Branches[index], reader, $"{path}[{index}]");
        optionalDepth--;
        return new UnionPlan(plans);
    }

    private ReadPlan CompileReaderUnion(AvroSchema writer, UnionSchema reader, string path)
    {
        AvroSchema? branch = SchemaMatch.BestBranch(writer, reader);
        return branch is null
            ? Mismatch(path, $"no branch of the reader's union takes '{writer.TypeName}'")
            : Compile(writer, branch, path);
    }

    private RecordPlan CompileRecord(RecordSchema writer, RecordSchema reader, string path)
    {
        if (records.TryGetValue((writer, reader), out RecordPlan? known))
            return known;
        RecordPlan plan = new(reader);
        records.Add((writer, reader), plan);
        RecordField?[] sources = [.. reader.Fields.Select(field => SchemaMatch.Source(writer, field))];
        RecordPlan.Step[] steps = new RecordPlan.Step[writer.Fields.Count];
        foreach (RecordField field in writer.Fields)
        {
            int target = Array.IndexOf(sources, field);
            ReadPlan? fieldPlan = target < 0 ? null : Compile(field.Schema, reader.Fields[target].Schema, $"{path}.{field.Name}");
            steps[field.Index] = new RecordPlan.Step(field, target, fieldPlan);
        }

        RecordField[] missing = [.. reader.Fields.Where(field => sources[field.Index] is null)];
        foreach (RecordField field in missing.Where(field => !field.HasDefault))
        {
            MismatchPlan error = Mismatch($"{path}.{field.Name}", "the writer has no such field and the reader no default for it");
            steps = [.. steps, new RecordPlan.Step(field, field.Index, error)];
        }

        plan.Complete(steps, missing);
        return plan;
    }

    private EnumPlan CompileEnum(EnumSchema writer, EnumSchema reader, string path)
    {
        string[] unknown = [.. writer.Symbols.Where(symbol => reader.IndexOf(symbol) < 0)];
        if (unknown.Length > 0 && reader.DefaultSymbol is null)
        {
            string problem = $"the reader's enum has neither a default nor the symbol '{unknown[0]}'";
            mismatches.Add(new SchemaMismatch(path, problem, IsCertain: false));
        }

        return new EnumPlan(writer, reader);
    }

    private MismatchPlan Mismatch(string path, string problem)
    {
        mismatches.Add(new SchemaMismatch(path, problem, IsCertain: optionalDepth == 0));
        return new MismatchPlan(problem);
    }
}
