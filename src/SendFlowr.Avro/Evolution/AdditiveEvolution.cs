using SendFlowr.Avro.Schemas;

namespace SendFlowr.Avro.Evolution;

/// <summary>Whether a schema only adds to an older one: the rule for everything in <c>schemas/</c>. Thread-safe.</summary>
/// <remarks>Allowed: fields with a default, in any place; union branches at the end; symbols at the end of an enum that had a default
/// already, so that older readers have something to take them for; another name with the older one as an alias; docs. Nothing may be
/// removed, reordered, given another type, logical type, size or default.</remarks>
public static class AdditiveEvolution
{
    /// <summary>All changes that are not additive; empty when all is well.</summary>
    /// <exception cref="AvroSchemaException">The types nest deeper than <see cref="SchemaLimits.MaxTypeDepth"/>.</exception>
    public static IReadOnlyList<SchemaViolation> Check(AvroSchema older, AvroSchema newer)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        AdditiveComparison comparison = new();
        comparison.Compare(older, newer, "$");
        return comparison.Violations;
    }
}
