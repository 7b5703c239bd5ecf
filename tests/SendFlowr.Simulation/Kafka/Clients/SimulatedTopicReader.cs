using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Simulation.Kafka.Clients;

/// <summary>Reads partitions without a group.</summary>
internal sealed class SimulatedTopicReader(SimulatedProcess process, bool isExact) : ITopicReader
{
    private readonly Fetcher _fetcher = new(process, isExact);

    public void Assign(IReadOnlyList<TopicPartitionOffset> places) => _fetcher.Assign(places);

    public int Poll(int maxRecords, TimeSpan wait, IRecordSink sink)
    {
        int delivered = 0;
        process.Call(PortCall.Read, () => delivered = _fetcher.Poll(maxRecords, sink));
        return delivered;
    }

    public void Dispose() => _fetcher.Clear();
}
