namespace SendFlowr.Avro.Schemas;

/// <summary>A schema that breaks the specification, exceeds a limit, or cannot read what another one wrote. Never transient.</summary>
public sealed class AvroSchemaException : Exception
{
    /// <param name="path">Where in the schema's JSON, for example <c>$.fields[2].type</c>.</param>
    /// <param name="problem">What is wrong, with the offending value.</param>
    /// <param name="remedy">What to do about it.</param>
    public AvroSchemaException(string path, string problem, string remedy)
        : base($"Avro schema at {path}: {problem}. {remedy}.") => Path = path;

    /// <summary>Where in the schema's JSON, for example <c>$.fields[2].type</c>.</summary>
    public string Path { get; }
}
