using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>The three topologies on the embedded engine, in this process.</summary>
/// <remarks>One thread owns it, as the engine; reading people, lanes and priors is safe from any thread.</remarks>
public sealed class EmbeddedPipeline : PipelineHost
{
    private static readonly TimeSpan TurnLength = TimeSpan.FromMilliseconds(20);

    [ThreadStatic]
    private static byte[]? _scratch;

    private EmbeddedPipeline(EmbeddedPipelineOptions options, byte[] key, FeedBindings feeds, EmbeddedEngine engine)
        : base(options, key, options.NormalizeOnly ? 0 : engine.PartitionCount(PersonTopology.Name))
    {
        Feeds = feeds;
        Engine = engine;
        Owner = new DirectOwner(this);
    }

    public EmbeddedEngine Engine { get; }

    /// <summary>Whoever owns the engine: the calling thread, until a loop takes it over.</summary>
    public override IEngineOwner Owner { get; set; }

    /// <summary>The sources whose documents are fed.</summary>
    public FeedBindings Feeds { get; }

    /// <summary>Opens or makes the data directory.</summary>
    public static EmbeddedPipeline Open(EmbeddedPipelineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        byte[] key = options.IdentityKey ?? IdentityKey.OfDirectory(options.Directory);
        IdentityKey.Require(options.Directory, key);
        List<TopicSettings> topics = [.. TopicCatalog.All.Select(topic => Settings(topic, options.Partitions))];
        int personTasks = topics.Single(topic => topic.Name == TopicNames.Events).Partitions;
        FeedBindings feeds = new();
        IReadOnlyList<Topology> topologies = options.NormalizeOnly
            ? [PipelineTopologies.Normalize(feeds, key, options.DefaultCountry)]
            : PipelineTopologies.All(feeds, key, options.DefaultCountry, options.Rules, options.HorizonMinutes, options.Clocks, personTasks);
        EmbeddedOptions engine = new() { Directory = options.Directory, Workers = options.Workers };
        return new EmbeddedPipeline(options, key, feeds, EmbeddedEngine.Open(engine, topologies, topics, options.Files, options.Time));
    }

    /// <summary>What is known of a person, as committed. Any thread.</summary>
    public PersonRows Person(NodeId person)
    {
        int task = TaskOf(person);
        RowKey key = new(person.High, person.Low);
        return new PersonRows(Copy(task, PersonTables.Timing, key) ?? [], Copy(task, PersonTables.Signals, key) ?? [], RowStanding.Owner);
    }

    public override ValueTask<PersonRows> PersonAsync(NodeId person, CancellationToken cancellation) => ValueTask.FromResult(Person(person));

    public override ValueTask<TaskRow> RowAsync(int task, string table, RowKey key, CancellationToken cancellation) =>
        ValueTask.FromResult(new TaskRow(Copy(task, table, key), RowStanding.Owner));

    public override IReadOnlyTable TenantTable(string table) => Engine.Table(TenantTopology.Name, 0, table);

    public override void Append(string topic, RecordBatch batch, long nowMilliseconds) => Engine.Append(topic, batch, nowMilliseconds);

    public override IEnumerable<TopicRecord> ReadTopic(string topic, long fromMilliseconds, RecordFilter wanted) =>
        Engine.ReadTopic(topic, fromMilliseconds, wanted);

    public override IDocumentIntake CreateIntake(string source, Func<IEventMapper> createMapper) =>
        new FedDocuments(this, Feeds.Bind(source, createMapper));

    /// <inheritdoc/>
    public override Task PublishFeaturesAsync(CancellationToken cancellation) => PunctuateAsync(cancellation);

    public override Task<LearnResult> LearnAsync(int? sinceDay, Action<int>? progress, CancellationToken cancellation) => sinceDay is { } since
        ? Learner.LearnAsync(this, since, progress, cancellation)
        : Learner.LearnTouchedAsync(this, progress, cancellation);

    public override Task UntilEventsSeenAsync(TimeSpan? atMost, CancellationToken cancellation) => SettleAsync(null, cancellation);

    /// <summary>What a turn waits for as processed is seen already; a busy engine keeps nobody waiting longer.</summary>
    public override Task UntilSeenAsync(Func<ValueTask<bool>> isSeen, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>A turn of the engine proves that its owner lives and its log can be synced.</summary>
    public override async Task<Readiness> ReadinessAsync(CancellationToken cancellation)
    {
        try
        {
            await Owner.RunAsync(static () => true, TurnCompletion.Durable, cancellation).ConfigureAwait(false);
            return Readiness.Good;
        }
#pragma warning disable CA1031 // Whatever it is, whoever asks is told.
        catch (Exception exception) when (exception is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return new Readiness($"the engine cannot go on: {exception.Message}", null);
        }
    }

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
        await PunctuateAsync(cancellation).ConfigureAwait(false);
    }

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

    /// <summary>One learning run is watched at a time, so that each caller is told of its own.</summary>
    internal SemaphoreSlim LearningGate { get; } = new(1);

    protected override void Dispose(bool disposing)
    {
        Engine.Dispose();
        LearningGate.Dispose();
    }

    private static TopicSettings Settings(TopicFile topic, int? partitions) =>
        new(topic.Name, topic.Partitions > 1 ? partitions ?? topic.Partitions : 1, topic.Retention);

    private Task<bool> PunctuateAsync(CancellationToken cancellation) => Owner.RunAsync(
        () =>
        {
            Engine.RequestPunctuation();
            return true;
        },
        TurnCompletion.Processed,
        cancellation);

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

    private IEnumerable<byte[]> TaskRows(RowKey key) => Enumerable.Range(0, PersonTasks)
        .Select(task => Copy(task, PersonTables.Task, key))
        .OfType<byte[]>();

    /// <summary>Rows differ in length, so each is copied through a buffer of the thread's.</summary>
    private byte[]? Copy(int task, string table, RowKey key)
    {
        _scratch ??= new byte[8192];
        return Engine.Get(PersonTopology.Name, task, table, key, ref _scratch, out int length) ? _scratch[..length] : null;
    }
}
