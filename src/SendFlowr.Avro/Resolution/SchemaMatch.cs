using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Resolution;

/// <summary>Whether two schemas match in the sense of "Schema Resolution" (Avro specification 1.12), before their parts are looked
/// at.</summary>
internal static class SchemaMatch
{
    /// <summary>Why the two, neither of which is a union, do not match; null when they do.</summary>
    public static string? Problem(AvroSchema writer, AvroSchema reader)
    {
        if (writer.Kind != reader.Kind)
            return ScalarPlan.CanPromote(writer.Kind, reader.Kind) ? null : $"'{writer.TypeName}' cannot be read as '{reader.TypeName}'";
        if (writer is NamedSchema from && reader is NamedSchema to && !to.Matches(from))
            return $"'{from.FullName}' is neither the name nor an alias of the reader's '{to.FullName}'";
        if (writer is FixedSchema fromFixed && reader is FixedSchema toFixed && fromFixed.Size != toFixed.Size)
            return $"'{fromFixed.FullName}' has {fromFixed.Size} bytes, the reader's {toFixed.Size}";
        return DecimalsDiffer(writer, reader) ? $"{writer.LogicalType} cannot be read as {reader.LogicalType}" : null;
    }

    /// <summary>The branch to read into: the one of the writer's very type, else one that has it as an alias, else the first that
    /// matches.</summary>
    /// <remarks>The specification says only "the first that matches", by which [long, int] would turn its own ints into longs.</remarks>
    public static AvroSchema? BestBranch(AvroSchema writer, UnionSchema reader)
    {
        AvroSchema[] matching = [.. reader.Branches.Where(branch => Problem(writer, branch) is null)];
        return matching.FirstOrDefault(branch => branch.TypeName == writer.TypeName)
            ?? matching.FirstOrDefault(branch => writer is NamedSchema from && branch is NamedSchema to && to.HasAlias(from))
            ?? matching.FirstOrDefault();
    }

    /// <summary>The writer's field that the reader's field is read from, by name or else by alias; null when there is none.</summary>
    public static RecordField? Source(RecordSchema writer, RecordField field) =>
        writer.Field(field.Name) ?? field.Aliases.Select(writer.Field).FirstOrDefault(found => found is not null);

    private static bool DecimalsDiffer(AvroSchema writer, AvroSchema reader) =>
        writer.LogicalType is { Name: LogicalType.Decimal } from && reader.LogicalType is { Name: LogicalType.Decimal } to && from != to;
}
