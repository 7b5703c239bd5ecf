namespace SendFlowr.Avro.Binary;

/// <summary>Bytes that are not what their schema says, or a value that does not fit the schema it is written with. Never
/// transient.</summary>
public sealed class AvroDataException : Exception
{
    private readonly string problem;

    public AvroDataException(string problem)
        : base(problem) => this.problem = problem;

    /// <summary>The field at which it happened, for example <c>identifiers[3].value</c>; "" where only bytes are known.</summary>
    public string Path { get; private set; } = "";

    public override string Message => Path.Length == 0 ? problem : $"At {Path}: {problem}";

    // The error passes the levels from the inside out, and each puts its own name before the path.
    internal void AddField(string name) => Path = Path.Length == 0 || Path[0] == '[' ? name + Path : $"{name}.{Path}";

    internal void AddIndex(long index) => Path = Path.Length == 0 || Path[0] == '[' ? $"[{index}]{Path}" : $"[{index}].{Path}";

    internal void AddKey(string key) => AddField($"['{key}']");
}
