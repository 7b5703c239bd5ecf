namespace SendFlowr.Streams.Topologies;

/// <summary>A named input of a topology. <see cref="Topic"/> is empty for a feed.</summary>
public sealed record SourceDefinition(string Name, string Topic, SourceKind Kind);

/// <summary>A named output of a topology.</summary>
public sealed record SinkDefinition(string Name, string Topic);

/// <summary>A processor, and the names of what it reads and writes. <see cref="Create"/> makes one instance for each task.</summary>
public sealed record ProcessorDefinition(
    string Name,
    Func<IProcessor> Create,
    IReadOnlyList<string> Sources,
    IReadOnlyList<string> Tables,
    IReadOnlyList<string> Sinks);
