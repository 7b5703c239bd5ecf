using System.Buffers.Binary;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using SendFlowr.Streams.Kafka.Ports;
using TopicPartition = SendFlowr.Streams.Kafka.Ports.TopicPartition;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>Questions about a cluster by Confluent.Kafka.</summary>
/// <remarks>Renewed when its picture of the leaders is old, so one thread at a time asks for offsets.</remarks>
internal sealed class ConfluentAdmin : IClusterAdmin
{
    private readonly KafkaClientOptions _options;
    private readonly ClientFaults _faults;
    private IAdminClient _admin;

    public ConfluentAdmin(KafkaClientOptions options)
    {
        _options = options;
        _faults = new(options.BootstrapServers);
        _admin = ClientParts.MakeAdmin(options);
    }

    public IReadOnlyDictionary<TopicPartition, long> EndOffsets(IReadOnlyCollection<TopicPartition> partitions, bool uncommitted) =>
        Offsets("end", partitions, OffsetSpec.Latest(), uncommitted ? IsolationLevel.ReadUncommitted : IsolationLevel.ReadCommitted);

    public IReadOnlyDictionary<TopicPartition, long> StartOffsets(IReadOnlyCollection<TopicPartition> partitions) =>
        Offsets("start", partitions, OffsetSpec.Earliest(), IsolationLevel.ReadUncommitted);

    public IReadOnlyDictionary<TopicPartition, long> OffsetsAt(IReadOnlyCollection<TopicPartition> partitions, long timestampMilliseconds)
    {
        Dictionary<TopicPartition, long> found =
            Offsets("first at a time", partitions, OffsetSpec.ForTimestamp(timestampMilliseconds), IsolationLevel.ReadCommitted);
        TopicPartition[] without = [.. found.Where(pair => pair.Value < 0).Select(pair => pair.Key)];
        if (without.Length > 0)
        {
            foreach ((TopicPartition partition, long end) in EndOffsets(without, uncommitted: false))
            {
                found[partition] = end;
            }
        }

        return found;
    }

    public IReadOnlyDictionary<string, TopicShape> Find(IReadOnlyCollection<string> topics)
    {
        IEnumerable<TopicDescription> found;
        try
        {
            found = Await(_admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), new() { RequestTimeout = _options.CallTimeout })).TopicDescriptions;
        }
        catch (DescribeTopicsException problem) when (problem.Results.TopicDescriptions.TrueForAll(
            topic => !topic.Error.IsError || topic.Error.Code == ErrorCode.UnknownTopicOrPart))
        {
            found = problem.Results.TopicDescriptions.Where(topic => !topic.Error.IsError);
        }
        catch (KafkaException problem)
        {
            throw _faults.Asking($"Asking for the partitions of {string.Join(", ", topics)}", Inner(problem));
        }

        return found.ToDictionary(topic => topic.Name, topic => new TopicShape(topic.Partitions.Count, IdOf(topic.TopicId)));
    }

    public void Dispose() => _admin.Dispose();

    private Dictionary<TopicPartition, long> Offsets(
        string which, IReadOnlyCollection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation)
    {
        if (partitions.Count == 0)
        {
            return [];
        }

        TopicPartitionOffsetSpec[] asked =
            [.. partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = ClientParts.ToClient(partition), OffsetSpec = spec })];
        string topics = string.Join(", ", partitions.Select(partition => partition.Topic).Distinct());
        string what = $"Asking for the {which} offsets of {partitions.Count} partitions of {topics}";
        try
        {
            ListOffsetsOptions options = new() { RequestTimeout = _options.CallTimeout, IsolationLevel = isolation };
            ListOffsetsResult result = Await(_admin.ListOffsetsAsync(asked, options));
            Error? problem = FirstError(result.ResultInfos.Select(info => info.TopicPartitionOffsetError.Error));
            // When time is over, librdkafka returns what it has without saying so.
            bool isPart = result.ResultInfos.Count < asked.Length || result.ResultInfos.Any(info => info.TopicPartitionOffsetError.Offset == Offset.Unset);
            problem ??= isPart ? new Error(ErrorCode.Local_TimedOut) : null;
            return problem is null
                ? result.ResultInfos.ToDictionary(
                    info => ClientParts.ToPort(info.TopicPartitionOffsetError.TopicPartition), info => info.TopicPartitionOffsetError.Offset.Value)
                : throw new KafkaException(problem);
        }
        catch (KafkaException problem) when (problem.Error.Code == ErrorCode.Local_NoEnt && FirstMissing(partitions) is { } missing)
        {
            // A partition that is missing has no leader, like one whose brokers are down.
            Error error = new(ErrorCode.UnknownTopicOrPart, $"there is no partition {missing}");
            throw _faults.Asking(what, new(error, problem));
        }
        catch (KafkaException problem)
        {
            KafkaException inner = Inner(problem);
            if (inner.Error.Code is ErrorCode.FencedLeaderEpoch or ErrorCode.UnknownLeaderEpoch or ErrorCode.NotLeaderForPartition)
            {
                // librdkafka asks again with the epoch it knows, until its metadata are minutes old.
                Renew();
            }

            throw _faults.Asking(what, inner);
        }
    }

    /// <summary>A client that lost an answer may lose the next one too, and may wait for it when it is disposed of: another one takes its place.</summary>
    private T Await<T>(Task<T> answer)
    {
        try
        {
            return ClientParts.Await(answer, _options);
        }
        catch (KafkaException) when (!answer.IsCompleted)
        {
            Renew();
            throw;
        }
    }

    private void Renew()
    {
        IAdminClient old = _admin;
        _admin = ClientParts.MakeAdmin(_options);
        _ = Task.Run(old.Dispose);
    }

    private static Guid IdOf(Uuid? id)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, id?.MostSignificantBits ?? 0);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], id?.LeastSignificantBits ?? 0);
        return new Guid(bytes, bigEndian: true);
    }

    private TopicPartition? FirstMissing(IReadOnlyCollection<TopicPartition> partitions)
    {
        IReadOnlyDictionary<string, TopicShape> shapes = Find([.. partitions.Select(partition => partition.Topic).Distinct()]);
        return partitions.Where(partition => partition.Partition >= shapes.GetValueOrDefault(partition.Topic).Partitions)
            .Cast<TopicPartition?>().FirstOrDefault();
    }

    /// <summary>These exceptions say only that some part failed; the first part says how.</summary>
    private static KafkaException Inner(KafkaException problem)
    {
        Error? part = problem switch
        {
            ListOffsetsException offsets => FirstError(offsets.Result.ResultInfos.Select(info => info.TopicPartitionOffsetError.Error)),
            DescribeTopicsException topics => FirstError(topics.Results.TopicDescriptions.Select(topic => topic.Error)),
            _ => null,
        };
        return part is null ? problem : new(part, problem);
    }

    private static Error? FirstError(IEnumerable<Error> errors) => errors.FirstOrDefault(error => error.IsError);
}
