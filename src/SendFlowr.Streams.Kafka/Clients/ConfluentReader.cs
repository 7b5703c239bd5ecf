using Confluent.Kafka;
using SendFlowr.Streams.Kafka.Ports;
using TopicPartitionOffset = SendFlowr.Streams.Kafka.Ports.TopicPartitionOffset;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>Reads partitions without a group by Confluent.Kafka.</summary>
internal sealed class ConfluentReader : ITopicReader
{
    private readonly ClientFaults _faults;
    private readonly IConsumer<Ignore, Ignore> _consumer;
    private readonly RecordPump _pump;

    public ConfluentReader(KafkaClientOptions options, bool isExact)
    {
        _faults = new(options.BootstrapServers);
        ConsumerBuilder<Ignore, Ignore> builder = new(ClientProperties.OfReader(options, isExact));
        builder.SetLogHandler((_, message) => options.Log?.Invoke(message));
        _consumer = ClientParts.Make(builder.Build);
        _pump = new(_consumer.Handle, "a reader without a group", _faults);
    }

    public void Assign(IReadOnlyList<TopicPartitionOffset> places)
    {
        try
        {
            _consumer.Assign(places.Select(ClientParts.ToClient));
        }
        catch (KafkaException problem)
        {
            throw _faults.Asking($"Assigning {places.Count} partitions to a reader", problem);
        }
    }

    public int Poll(int maxRecords, TimeSpan wait, IRecordSink sink) => _pump.Poll(maxRecords, wait, sink, static () => false);

    public void Dispose() => _consumer.Dispose();
}
