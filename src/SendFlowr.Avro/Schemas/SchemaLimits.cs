namespace SendFlowr.Avro.Schemas;

/// <summary>Bounds on schema text, so that a hostile schema can neither exhaust the stack nor memory.</summary>
public static class SchemaLimits
{
    /// <summary>Largest schema text, in UTF-16 characters, inclusive.</summary>
    public const int MaxTextLength = 1024 * 1024;

    /// <summary>Deepest nesting of JSON in schema text, inclusive.</summary>
    public const int MaxJsonDepth = 64;

    /// <summary>Deepest nesting of types when two schemas are compared or resolved, inclusive.</summary>
    public const int MaxTypeDepth = 256;

    /// <summary>Most values that all field defaults of one schema may expand to, inclusive.</summary>
    public const int MaxDefaultValues = 100_000;

    /// <summary>Largest size of a fixed type, in bytes, inclusive.</summary>
    public const int MaxFixedBytes = 1024 * 1024;
}
