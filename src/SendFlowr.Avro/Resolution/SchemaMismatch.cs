namespace SendFlowr.Avro.Resolution;

/// <summary>Something a writer's schema may write and a reader's schema has no place for.</summary>
/// <param name="Path">Where in the writer's schema, for example <c>$.identifiers.items.value</c>.</param>
/// <param name="Problem">What does not fit.</param>
/// <param name="IsCertain">True: it lies outside every union, so a reader is refused at once. False: only data that holds
/// this branch or symbol is refused.</param>
public readonly record struct SchemaMismatch(string Path, string Problem, bool IsCertain)
{
    public override string ToString() => $"{Path}: {Problem}";
}
