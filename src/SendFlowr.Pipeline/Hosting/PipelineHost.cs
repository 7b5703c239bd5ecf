using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Learning;
using SendFlowr.Pipeline.Lanes;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>What questions, requests and verbs need of a running pipeline, whichever driver runs it and wherever its tasks are.</summary>
/// <remarks>Any thread, but for <see cref="Append"/>, which belongs into turns of the <see cref="Owner"/>.</remarks>
public abstract class PipelineHost : IDisposable
{
    private readonly byte[] _key;

    /// <param name="options">How the pipeline runs.</param>
    /// <param name="key">32 bytes under which identifiers are hashed.</param>
    /// <param name="personTasks">Number of tasks of the person topology.</param>
    protected PipelineHost(PipelineOptions options, byte[] key, int personTasks)
    {
        Options = options;
        _key = key;
        PersonTasks = personTasks;
    }

    public PipelineOptions Options { get; }

    /// <summary>Whoever takes what is written.</summary>
    public abstract IEngineOwner Owner { get; set; }

    /// <summary>Number of tasks of the person topology.</summary>
    public int PersonTasks { get; }

    /// <summary>Now, by the clock of the options.</summary>
    public long NowMilliseconds => Options.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A hasher for identifiers; each thread needs its own.</summary>
    public NodeIdHasher CreateHasher() => new(_key);

    /// <summary>What is known of a person, as committed. It completes at once where the person's task is in this process.</summary>
    /// <exception cref="RowsUnavailableException">Nobody who has the person's rows can be reached.</exception>
    public abstract ValueTask<PersonRows> PersonAsync(NodeId person, CancellationToken cancellation);

    /// <summary>One committed row of a task of the person topology. It completes at once where the task is in this process.</summary>
    /// <param name="task">Number of the task.</param>
    /// <param name="table">The table.</param>
    /// <param name="key">The row.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="RowsUnavailableException">Nobody who has the task's rows can be reached.</exception>
    public abstract ValueTask<TaskRow> RowAsync(int task, string table, RowKey key, CancellationToken cancellation);

    /// <summary>Committed rows of a table of the tenant topology.</summary>
    /// <exception cref="RowsUnavailableException">They are not here yet.</exception>
    public abstract IReadOnlyTable TenantTable(string table);

    /// <summary>Appends records to a topic, each to the partition of its key. In a turn; readable and durable as the turn's caller asked for.</summary>
    public abstract void Append(string topic, RecordBatch batch, long nowMilliseconds);

    /// <summary>
    /// Committed records of all partitions of a topic from the first one on that was appended at the time or later, up to the end at the time of
    /// the call; those of one partition in the order in which they were appended.
    /// </summary>
    /// <param name="topic">The topic.</param>
    /// <param name="fromMilliseconds">Milliseconds since 1970.</param>
    /// <param name="wanted">Which records to return.</param>
    public abstract IEnumerable<TopicRecord> ReadTopic(string topic, long fromMilliseconds, RecordFilter wanted);

    /// <summary>Takes documents of one source in, for as long as the pipeline lives.</summary>
    /// <param name="source">What dead letters name.</param>
    /// <param name="createMapper">Makes a mapper for one thread.</param>
    public abstract IDocumentIntake CreateIntake(string source, Func<IEventMapper> createMapper);

    /// <summary>Publishes the feature records of everybody whose rows have changed since they were last published, and whatever else is due.</summary>
    public abstract Task PublishFeaturesAsync(CancellationToken cancellation);

    /// <summary>Learns finished days, up to yesterday (UTC), and waits for the new version. A run that nobody waits for any more goes on all the same.</summary>
    /// <param name="sinceDay">From this day on, in days since 1970-01-01; −1: from the earliest touched day; null: only what no version has learned, if anything.</param>
    /// <param name="progress">Called with the number of days summed so far.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public abstract Task<LearnResult> LearnAsync(int? sinceDay, Action<int>? progress, CancellationToken cancellation);

    /// <summary>Waits until all events that were appended by now are in the people's rows.</summary>
    /// <param name="atMost">How long to wait; null: as long as it takes.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public abstract Task UntilEventsSeenAsync(TimeSpan? atMost, CancellationToken cancellation);

    /// <summary>Waits until what was written is seen, at most a second: a write that is durable may be processed elsewhere, and a little later.</summary>
    /// <param name="isSeen">Whether it is.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public abstract Task UntilSeenAsync(Func<ValueTask<bool>> isSeen, CancellationToken cancellation);

    /// <summary>Whether writes are taken and questions answered.</summary>
    public abstract Task<Readiness> ReadinessAsync(CancellationToken cancellation);

    /// <summary>The measured latency of a lane; the default when nothing was measured.</summary>
    public LaneSummary LaneSummary(Lane lane) =>
        Tenant(TenantTables.Lanes, LaneRow.KeyOf(lane)) is { } row ? LaneRow.Read(row).Summary : default;

    /// <summary>The version in force, or the factory's when nothing has been learned.</summary>
    public CurvePriors PriorsInForce()
    {
        int newest = (int)TenantTable(TenantTables.Versions).Count;
        return newest == 0 ? CurvePriors.Factory : PriorsOf(newest)!;
    }

    /// <summary>A version by number; null when it is not kept.</summary>
    public CurvePriors? PriorsOf(int version) =>
        version == 0 ? CurvePriors.Factory
        : Tenant(TenantTables.Versions, TenantTables.VersionKey(version)) is { } row ? CurvePriors.Read(VersionRow.Read(row).State)
        : null;

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);

    /// <summary>The task that has a person.</summary>
    protected int TaskOf(NodeId person)
    {
        Span<byte> key = stackalloc byte[NodeId.SizeBytes];
        person.Write(key);
        return Streams.Topologies.Partitioner.PartitionFor(key, PersonTasks);
    }

    private byte[]? Tenant(string table, RowKey key)
    {
        byte[] buffer = new byte[512];
        return TenantTable(table).TryCopy(key, ref buffer, out int length) ? buffer[..length] : null;
    }
}
