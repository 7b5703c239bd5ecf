namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>A topic as a cluster has it at the moment. Immutable.</summary>
/// <param name="Partitions">Number of partitions.</param>
/// <param name="Id">Its id: a topic that is deleted and made anew has another one. Empty from brokers that tell none.</param>
internal readonly record struct TopicShape(int Partitions, Guid Id);
