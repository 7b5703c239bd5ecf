namespace SendFlowr.Streams.Kafka.Ports;

/// <summary>Makes the clients of one cluster. Safe for all threads.</summary>
internal interface IKafkaClients
{
    /// <param name="group">The group's id.</param>
    /// <param name="instance">The static member's <c>group.instance.id</c>; null for a member that is new with every start.</param>
    IGroupConsumer CreateConsumer(string group, string? instance);

    /// <param name="isExact">An offset that is not there is told (<see cref="IRecordSink.LostPlace"/>); else it means the start of its partition.</param>
    ITopicReader CreateReader(bool isExact = false);

    ITransactionalProducer CreateProducer(string transactionalId);

    IPlainProducer CreatePlainProducer();

    IClusterAdmin CreateAdmin();
}
