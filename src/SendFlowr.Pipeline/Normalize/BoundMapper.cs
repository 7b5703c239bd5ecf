using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>What one thread needs for the documents of one source. Not thread-safe.</summary>
/// <param name="source">What dead letters name.</param>
/// <param name="topic">The topic they are records of; null when they are not.</param>
/// <param name="mapper">Maps the documents.</param>
internal sealed class BoundMapper(string source, string? topic, IEventMapper mapper)
{
    public IEventMapper Mapper { get; } = mapper;

    public DeadLetterWriter Letters { get; } = new(source, topic);
}
