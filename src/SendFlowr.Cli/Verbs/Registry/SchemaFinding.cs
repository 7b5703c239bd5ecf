namespace SendFlowr.Cli.Verbs.Registry;

/// <summary>One schema of the program held against another one. Immutable.</summary>
/// <param name="Schema">Its name in <c>schemas/</c>.</param>
/// <param name="Subject">The subject of the registry it was held against; null: its released versions.</param>
/// <param name="State">How it stands to the other one.</param>
/// <param name="Version">The version of the other one; null when there is none.</param>
/// <param name="Id">The registry's id; null when there is none (yet).</param>
/// <param name="Problems">Why it is breaking, one a line.</param>
internal sealed record SchemaFinding(string Schema, string? Subject, SchemaState State, int? Version, int? Id, IReadOnlyList<string> Problems);
