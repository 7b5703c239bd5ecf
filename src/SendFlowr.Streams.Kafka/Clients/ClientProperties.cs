namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>The properties of each kind of client. Figures were measured; see the comments.</summary>
internal static class ClientProperties
{
    public static Dictionary<string, string> OfConsumer(KafkaClientOptions options, string group, string? instance)
    {
        Dictionary<string, string> all = OfReader(options, isExact: true);
        all["group.id"] = group;
        all["partition.assignment.strategy"] = "range";
        all.TryAdd("topic.metadata.refresh.interval.ms", "60000"); // A feed that grows is noticed within a minute, not within five.
        all.TryAdd("session.timeout.ms", "10000");
        all.TryAdd("heartbeat.interval.ms", "1000"); // A member learns of a rebalance with its next heartbeat; the default is 3 s.
        if (instance is not null)
        {
            all["group.instance.id"] = instance;
        }

        return all;
    }

    public static Dictionary<string, string> OfReader(KafkaClientOptions options, bool isExact)
    {
        Dictionary<string, string> all = Common(options);
        all["group.id"] = "sendflowr-reader"; // librdkafka asks for one; a reader never joins it.
        all["isolation.level"] = "read_committed";
        all["enable.auto.commit"] = "false";
        all["enable.auto.offset.store"] = "false";
        all["enable.partition.eof"] = "true";
        all["auto.offset.reset"] = isExact ? "error" : "earliest";
        all.TryAdd("fetch.queue.backoff.ms", "5"); // The default of 1 s stalls fetching whenever the queue was full once.
        all.TryAdd("fetch.wait.max.ms", "100"); // A partition that is added waits for the fetch that is under way.
        return all;
    }

    public static Dictionary<string, string> OfProducer(KafkaClientOptions options, string transactionalId)
    {
        Dictionary<string, string> all = OfAnyProducer(options);
        all["transactional.id"] = transactionalId;
        // A record that failed fails the commit; a report of each would cost as much as sending it.
        all["dotnet.producer.enable.delivery.reports"] = "false";
        return all;
    }

    public static Dictionary<string, string> OfPlainProducer(KafkaClientOptions options)
    {
        Dictionary<string, string> all = OfAnyProducer(options);
        all["delivery.report.only.error"] = "true";
        return all;
    }

    private static Dictionary<string, string> OfAnyProducer(KafkaClientOptions options)
    {
        Dictionary<string, string> all = Common(options);
        all["enable.idempotence"] = "true";
        all["acks"] = "all";
        all.TryAdd("transaction.timeout.ms", "10000");
        all.TryAdd("message.timeout.ms", all["transaction.timeout.ms"]);
        all.TryAdd("compression.type", "lz4");
        all.TryAdd("linger.ms", "5");
        all.TryAdd("batch.size", "262144");
        all.TryAdd("queue.buffering.max.messages", "1000000");
        all.TryAdd("queue.buffering.max.kbytes", "262144");
        all.TryAdd("retry.backoff.ms", "5"); // The default lets transactions that follow each other closely wait 100 ms for the last one's markers.
        all.TryAdd("partitioner", "murmur2_random");
        return all;
    }

    public static Dictionary<string, string> Common(KafkaClientOptions options)
    {
        Dictionary<string, string> all = new(options.Properties) { ["bootstrap.servers"] = options.BootstrapServers };
        all.TryAdd("client.id", "sendflowr");
        all.TryAdd("reconnect.backoff.max.ms", "1000");
        return all;
    }
}
