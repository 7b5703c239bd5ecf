using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Resolution;

/// <summary>Whether all that one schema may write can be read with another. Thread-safe.</summary>
public static class SchemaCompatibility
{
    /// <summary>True when every datum written with <paramref name="writer"/> can be read with <paramref name="reader"/>.</summary>
    /// <exception cref="AvroSchemaException">The types nest deeper than <see cref="SchemaLimits.MaxTypeDepth"/>.</exception>
    public static bool CanRead(AvroSchema reader, AvroSchema writer) => Mismatches(reader, writer).Count == 0;

    /// <summary>All that <paramref name="writer"/> may write and <paramref name="reader"/> cannot take; empty when all is well.</summary>
    /// <exception cref="AvroSchemaException">The types nest deeper than <see cref="SchemaLimits.MaxTypeDepth"/>.</exception>
    public static IReadOnlyList<SchemaMismatch> Mismatches(AvroSchema reader, AvroSchema writer)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(writer);
        PlanCompiler compiler = new();
        compiler.Compile(writer, reader);
        return compiler.Mismatches;
    }
}
