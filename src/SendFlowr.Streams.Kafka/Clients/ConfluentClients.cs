using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>The clients of a real cluster. Safe for all threads.</summary>
internal sealed class ConfluentClients : IKafkaClients
{
    private readonly KafkaClientOptions _options;

    /// <exception cref="ArgumentException">The options are not usable.</exception>
    /// <exception cref="KafkaLibraryException">librdkafka is not there and cannot be had.</exception>
    public ConfluentClients(KafkaClientOptions options)
    {
        options.Validate();
        KafkaLibrary.Load();
        _options = options;
    }

    public IGroupConsumer CreateConsumer(string group, string? instance) => new ConfluentConsumer(_options, group, instance);

    public ITopicReader CreateReader(bool isExact = false) => new ConfluentReader(_options, isExact);

    public ITransactionalProducer CreateProducer(string transactionalId) => new ConfluentProducer(_options, transactionalId);

    public IPlainProducer CreatePlainProducer() => new PlainProducer(_options);

    public IClusterAdmin CreateAdmin() => new ConfluentAdmin(_options);
}
