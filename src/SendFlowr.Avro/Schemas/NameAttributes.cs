namespace SendFlowr.Avro.Schemas;

/// <summary>What every definition of a named type says about its name.</summary>
internal readonly record struct NameAttributes(string FullName, IReadOnlyList<string> Aliases, string? Doc);
