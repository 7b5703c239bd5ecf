using SendFlowr.Model.Identity;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Learning;
using SendFlowr.Pipeline.Lanes;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>The three topologies on the embedded engine, and their tables as questions need them.</summary>
/// <remarks>One thread owns it, as the engine; reading people, lanes and priors is safe from any thread.</remarks>
public sealed class PipelineHost : IDisposable
{
    private static readonly TimeSpan TurnLength = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _key;

    private PipelineHost(PipelineOptions options, byte[] key, FeedBindings feeds, EmbeddedEngine engine)
    {
        Options = options;
        Feeds = feeds;
        _key = key;
        Engine = engine;
        Owner = new DirectOwner(this);
    }

    public PipelineOptions Options { get; }

    public EmbeddedEngine Engine { get; }

    /// <summary>Whoever owns the engine: the calling thread, until a loop takes it over.</summary>
    public IEngineOwner Owner { get; set; }

    /// <summary>The sources whose documents are fed.</summary>
    public FeedBindings Feeds { get; }

    /// <summary>Now, by the clock of the options.</summary>
    public long NowMilliseconds => Options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Opens or makes the data directory.</summary>
    public static PipelineHost Open(PipelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        byte[] key = options.IdentityKey ?? IdentityKey.OfDirectory(options.Directory);
        IdentityKey.Require(options.Directory, key);
        List<TopicSettings> topics = [.. TopicCatalog.All.Select(topic => Settings(topic, options.Partitions))];
        int personTasks = topics.Single(topic => topic.Name == TopicNames.Events).Partitions;
        FeedBindings feeds = new();
        IReadOnlyList<Topology> topologies = options.NormalizeOnly
            ? [PipelineTopologies.Normalize(feeds, key, options.DefaultCountry)]
            : PipelineTopologies.All(feeds, key, options.DefaultCountry, options.Rules, options.HorizonMinutes, personTasks);
        EmbeddedOptions engine = new() { Directory = options.Directory, Workers = options.Workers };
        return new PipelineHost(options, key, feeds, EmbeddedEngine.Open(engine, topologies, topics, options.Files, options.Time));
    }

    /// <summary>A hasher for identifiers; each thread needs its own.</summary>
    public NodeIdHasher CreateHasher() => new(_key);

    /// <summary>Processes all that waits, and makes it durable. For whoever owns the engine in the calling thread.</summary>
    public void Drain()
    {
        Engine.RunUntilIdle(NowMilliseconds);
        Engine.RequestPunctuation();
        Engine.RunUntilIdle(NowMilliseconds);
        Engine.Sync();
    }

    /// <summary>
    /// Processes all that waits in turns of its owner, and returns when nothing waits any more. Any thread; an engine that others keep busy is waited for.
    /// </summary>
    /// <param name="afterTurn">Called after each turn.</param>
    /// <param name="cancellation">Ends the waiting, not the processing.</param>
    public async Task SettleAsync(Action? afterTurn, CancellationToken cancellation)
    {
        while (!await Owner.RunAsync(StepForATurn, TurnCompletion.Ran, cancellation).ConfigureAwait(false))
        {
            afterTurn?.Invoke();
        }

        afterTurn?.Invoke();
    }

    /// <summary>Processes all that waits, and what the next punctuation would do, and makes it durable. Any thread.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        await SettleAsync(null, cancellation).ConfigureAwait(false);
        await Owner.RunAsync(
            () =>
            {
                Engine.RequestPunctuation();
                return true;
            },
            TurnCompletion.Processed,
            cancellation).ConfigureAwait(false);
    }

    /// <summary>The person's timing row as committed; empty when nothing is known.</summary>
    public byte[] TimingRow(NodeId person) => Row(person, PersonTables.Timing);

    /// <summary>The person's signal row as committed; empty when there are no signals.</summary>
    public byte[] SignalRow(NodeId person) => Row(person, PersonTables.Signals);

    /// <summary>The measured latency of a lane; the default when nothing was measured.</summary>
    public LaneSummary LaneSummary(Lane lane) =>
        Copy(TenantTopology.Name, 0, TenantTables.Lanes, LaneRow.KeyOf(lane)) is { } row ? LaneRow.Read(row).Summary : default;

    /// <summary>The version in force, or the factory's when nothing has been learned.</summary>
    public Priors PriorsInForce()
    {
        int newest = (int)Engine.Table(TenantTopology.Name, 0, TenantTables.Versions).Count;
        return newest == 0 ? Priors.Factory : PriorsOf(newest)!;
    }

    /// <summary>A version by number; null when it is not kept.</summary>
    public Priors? PriorsOf(int version) =>
        version == 0 ? Priors.Factory
        : Copy(TenantTopology.Name, 0, TenantTables.Versions, TenantTables.VersionKey(version)) is { } row ? Priors.Read(VersionRow.Read(row).State)
        : null;

    /// <summary>What the person tasks have counted since the directory exists.</summary>
    public CounterRow Counters()
    {
        CounterRow sum = default;
        foreach (byte[] row in TaskRows(PersonTables.Counters))
        {
            CounterRow task = CounterRow.Read(row);
            sum = new CounterRow(sum.Accepted + task.Accepted, sum.Duplicate + task.Duplicate);
        }

        return sum;
    }

    /// <summary>Number of people with a row of their own.</summary>
    public long CountPeople() => Enumerable.Range(0, PersonTasks).Sum(task => Engine.Table(PersonTopology.Name, task, PersonTables.Timing).Count);

    /// <summary>Earliest day, in days since 1970-01-01, whose evidence no version has learned; null when all is learned.</summary>
    public int? EarliestUnlearnedDay()
    {
        IEnumerable<int> touched = TaskRows(PersonTables.TouchedDay).Select(row => DayRow.Read(row));
        IEnumerable<int> inRun = TaskRows(PersonTables.Learning).Select(row => LearningRow.Read(row).TouchedInRun).Where(day => day >= 0);
        return touched.Concat(inRun).Cast<int?>().Min();
    }

    /// <summary>
    /// When the next open request has something due, in milliseconds since 1970; null when nothing waits. Punctuate then, and its trigger leaves
    /// in time. Any thread.
    /// </summary>
    public long? NextDueMilliseconds() => TaskRows(PersonTables.NextDue).Select(row => (long?)TimeRow.Read(row)).Min();

    public void Dispose()
    {
        Engine.Dispose();
        LearningGate.Dispose();
    }

    /// <summary>One learning run is watched at a time, so that each caller is told of its own.</summary>
    internal SemaphoreSlim LearningGate { get; } = new(1);

    private int PersonTasks => Engine.PartitionCount(PersonTopology.Name);

    private bool StepForATurn()
    {
        long start = Options.Time.GetTimestamp();
        bool idle;
        do
        {
            idle = Engine.Step(NowMilliseconds).Idle;
        }
        while (!idle && Options.Time.GetElapsedTime(start) < TurnLength);

        return idle;
    }

    private static TopicSettings Settings(TopicFile topic, int? partitions) =>
        new(topic.Name, topic.Partitions > 1 ? partitions ?? topic.Partitions : 1, topic.Retention);

    private IEnumerable<byte[]> TaskRows(RowKey key) => Enumerable.Range(0, PersonTasks)
        .Select(task => Copy(PersonTopology.Name, task, PersonTables.Task, key))
        .OfType<byte[]>();

    private byte[] Row(NodeId person, string table)
    {
        Span<byte> key = stackalloc byte[NodeId.SizeBytes];
        person.Write(key);
        int partition = Partitioner.PartitionFor(key, PersonTasks);
        return Copy(PersonTopology.Name, partition, table, new RowKey(person.High, person.Low)) ?? [];
    }

    private byte[]? Copy(string topology, int partition, string table, RowKey key)
    {
        byte[] buffer = new byte[512];
        return Engine.Get(topology, partition, table, key, ref buffer, out int length) ? buffer[..length] : null;
    }
}
