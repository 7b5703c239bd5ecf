namespace SendFlowr.Avro.Evolution;

/// <summary>A change of a schema that is not additive.</summary>
/// <param name="Path">Where in the newer schema, for example <c>$.identifiers.items.value</c>.</param>
/// <param name="Reason">What was changed, and what to do instead.</param>
public readonly record struct SchemaViolation(string Path, string Reason)
{
    public override string ToString() => $"{Path}: {Reason}";
}
