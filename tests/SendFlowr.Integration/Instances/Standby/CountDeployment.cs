using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using SendFlowr.Streams.Files;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Topics;
using SendFlowr.Streams.Topologies;
using Cluster = SendFlowr.Streams.Kafka.Engine.KafkaCluster;

namespace SendFlowr.Integration.Instances.Standby;

/// <summary>A deployment with topics of its own, in which instances count: two tasks that are shared out, and one that everybody follows.</summary>
internal sealed class CountDeployment : IDisposable
{
    public const string Shared = "count";
    public const string Followed = "common";
    public const int Partitions = 2;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static int _deployments;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sendflowr-standby-");
    private readonly List<Cluster> _clusters = [];

    public CountDeployment(string bootstrap)
    {
        Prefix = string.Create(CultureInfo.InvariantCulture, $"count{Interlocked.Increment(ref _deployments)}.");
        Cluster = Open(bootstrap);
        Cluster.Create(
        [
            Topic(Shared, Partitions), Topic($"{Shared}.changelog", Partitions), Topic(Followed, 1), Topic($"{Followed}.changelog", 1), Topic("owners", 1),
        ]);
    }

    public string Prefix { get; }

    public string Group => Prefix.TrimEnd('.');

    public Cluster Cluster { get; }

    /// <summary>Starts an instance, by way of a proxy or not.</summary>
    public KafkaEngine Start(string instance, int workers = 1, int standbys = 0, string? bootstrap = null)
    {
        KafkaEngineOptions options = new()
        {
            Group = Group,
            Instance = instance,
            TopicPrefix = Prefix,
            Directory = Path.Combine(_folder.FullName, instance),
            Workers = workers,
            Standbys = standbys,
            Url = new Uri($"http://{instance}.example:8001"),
            FollowAlways = [Followed],
        };
        Cluster cluster = bootstrap is null ? Cluster : Open(bootstrap);
        return cluster.Start(options, [CountTopology.Build(Shared), CountTopology.Build(Followed)], new PhysicalFileSystem(), TimeProvider.System);
    }

    /// <summary>One record of each of these keys.</summary>
    public void Write(string topology, IEnumerable<long> keys)
    {
        using KafkaWriter writer = Cluster.CreateWriter($"{Prefix}writer");
        byte[] key = new byte[sizeof(long)];
        foreach (long number in keys)
        {
            BinaryPrimitives.WriteInt64BigEndian(key, number);
            writer.Write(Prefix + topology, topology == Shared ? Partitions : 1, key, [], TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        }

        writer.Commit();
    }

    /// <summary>The count of a key as an instance reads it; null when it has no rows of the task.</summary>
    public static long? Read(KafkaEngine engine, string topology, long key)
    {
        byte[] bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, key);
        TaskId task = new(topology, Partitioner.PartitionFor(bytes, topology == Shared ? Partitions : 1));
        return engine.Read(task, CountTopology.Table) is { } rows ? CountTopology.Count(rows.Table, key) : null;
    }

    /// <summary>Waits until something is so. Returns how long that took.</summary>
    public static TimeSpan Until(Func<bool> isSo, string what) => Until(isSo, () => what);

    /// <summary>The same, with what is so instead.</summary>
    public static TimeSpan Until(Func<bool> isSo, Func<string> what)
    {
        long start = Stopwatch.GetTimestamp();
        using ManualResetEventSlim pause = new();
        while (!isSo())
        {
            Stopwatch.GetElapsedTime(start).ShouldBeLessThan(Limit, what());
            pause.Wait(TimeSpan.FromMilliseconds(10));
        }

        return Stopwatch.GetElapsedTime(start);
    }

    public void Dispose()
    {
        _clusters.ForEach(cluster => cluster.Dispose());
        _folder.Delete(recursive: true);
    }

    private TopicSpec Topic(string name, int partitions) => new(Prefix + name, partitions, new Dictionary<string, string>());

    private Cluster Open(string bootstrap)
    {
        Cluster cluster = new(bootstrap, new Dictionary<string, string> { ["session.timeout.ms"] = "6000" });
        _clusters.Add(cluster);
        return cluster;
    }
}
