namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>Makes the clients of one cluster. Safe for all threads.</summary>
internal interface IKafkaClients
{
    /// <summary>How long a member of a group may be silent before it is put out.</summary>
    TimeSpan SessionTimeout { get; }

    /// <param name="group">The group's id.</param>
    /// <param name="instance">The static member's <c>group.instance.id</c>; null for a member that is new with every start.</param>
    IGroupConsumer CreateConsumer(string group, string? instance);

    ITopicReader CreateReader();

    ITransactionalProducer CreateProducer(string transactionalId);

    IClusterAdmin CreateAdmin();
}
