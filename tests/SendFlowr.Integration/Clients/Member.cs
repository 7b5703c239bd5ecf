using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Clients;

/// <summary>A member of a group that notes what it is told, and begins each partition where it is asked to.</summary>
internal sealed class Member : IRebalanceListener, IDisposable
{
    private Member(IGroupConsumer consumer) => Consumer = consumer;

    public IGroupConsumer Consumer { get; }

    public RecordList List { get; } = new();

    public HashSet<TopicPartition> Partitions { get; private set; } = [];

    /// <summary>assigned, revoked, lost; in order.</summary>
    public List<string> Told { get; } = [];

    /// <summary>Where a partition begins; its start when nothing else is said.</summary>
    public Func<TopicPartition, long> StartOf { get; set; } = _ => 0;

    /// <summary>Called within each call of the listener.</summary>
    public Action<string> OnTold { get; set; } = _ => { };

    public static Member Create(IKafkaClients clients, string group, string? instance, string[] topics)
    {
        Member member = new(clients.CreateConsumer(group, instance));
        member.Consumer.Subscribe(topics, member);
        return member;
    }

    /// <summary>A member that has its first partitions.</summary>
    public static Member Join(IKafkaClients clients, string group, string? instance, string[] topics)
    {
        Member member = Create(clients, group, instance, topics);
        Polling.Until(() => member.Partitions.Count > 0, "partitions of the group", member.Turn);
        return member;
    }

    public void Turn() => Consumer.Poll(1000, TimeSpan.FromMilliseconds(20), List);

    public IReadOnlyList<TopicPartitionOffset> Assigned(IReadOnlyList<TopicPartition> partitions)
    {
        Told.Add("assigned");
        Partitions = [.. partitions];
        OnTold("assigned");
        return [.. partitions.Select(partition => new TopicPartitionOffset(partition, StartOf(partition)))];
    }

    public void Revoked(IReadOnlyList<TopicPartition> partitions) => Gone("revoked");

    public void Lost(IReadOnlyList<TopicPartition> partitions) => Gone("lost");

    public void Dispose() => Consumer.Dispose();

    private void Gone(string how)
    {
        Told.Add(how);
        Partitions = [];
        OnTold(how);
    }
}
