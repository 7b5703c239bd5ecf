namespace SendFlowr.Streams.Kafka.Wire;

/// <summary>The wire format of a schema registry for the topics of a deployment: what is written leaves with the registry's header, and what
/// comes with it is read. Thread-safe.</summary>
public sealed class RegistryFraming
{
    private readonly Dictionary<string, TopicSchema> _topics;
    private readonly Dictionary<string, ValueFrame> _frames;
    private readonly SchemaLookup _schemas;

    /// <param name="topics">Topics whose values have a schema.</param>
    /// <param name="schemas">Finds the schemas of what others wrote.</param>
    public RegistryFraming(IReadOnlyCollection<TopicSchema> topics, SchemaLookup schemas)
    {
        ArgumentNullException.ThrowIfNull(topics);
        ArgumentNullException.ThrowIfNull(schemas);
        _topics = topics.ToDictionary(topic => topic.Topic, StringComparer.Ordinal);
        _frames = topics.ToDictionary(topic => topic.Topic, topic => new ValueFrame(topic), StringComparer.Ordinal);
        _schemas = schemas;
        foreach (TopicSchema topic in topics)
        {
            schemas.Add(topic.Id, topic.Schema.Text);
        }
    }

    /// <summary>A reader of a topic's values, for one thread; null when they have no schema and stay as they are.</summary>
    public ValueReader? CreateReader(string topic) => _topics.TryGetValue(topic, out TopicSchema? schema) ? new TopicValueReader(schema, _schemas) : null;

    /// <summary>The header of a topic's values; null when they have none.</summary>
    internal ValueFrame? FrameOf(string topic) => _frames.GetValueOrDefault(topic);
}
