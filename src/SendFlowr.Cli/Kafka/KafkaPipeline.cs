using SendFlowr.Cli.Kafka.Peers;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Pipeline.Person;
using SendFlowr.Pipeline.Tenant;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Kafka.Engine;
using SendFlowr.Streams.Kafka.Workers;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Cli.Kafka;

/// <summary>
/// The pipeline on a Kafka cluster as one instance sees it: rows of its own tasks at once, those of others over the network, and those of a standby
/// when the owner cannot be reached; what is written goes to the topics.
/// </summary>
internal sealed class KafkaPipeline : PipelineHost
{
    private static readonly TimeSpan MostWaiting = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly string[] PersonRowTables = [PersonTables.Timing, PersonTables.Signals];

    private readonly KafkaCluster _cluster;
    private readonly KafkaEngine _engine;
    private readonly LocalRows _local;
    private readonly RemoteRows _remote;
    private readonly TopicTurns _turns;
    private readonly TopicNaming _naming;
    private readonly string _group;
    private readonly IReadOnlyDictionary<string, int> _partitions;

    /// <param name="options">How the pipeline runs.</param>
    /// <param name="key">The deployment's identity key.</param>
    /// <param name="cluster">Where the topics are; not disposed of.</param>
    /// <param name="engine">Has tasks, or follows those of others; not disposed of.</param>
    /// <param name="remote">Rows of the others; disposed of with this object.</param>
    /// <param name="turns">Takes what is written; not disposed of.</param>
    /// <param name="naming">Names of the topics in the cluster.</param>
    /// <param name="group">The deployment's consumer group.</param>
    /// <param name="partitions">Partitions of each topic, by its name in the catalog.</param>
    public KafkaPipeline(
        PipelineOptions options,
        byte[] key,
        KafkaCluster cluster,
        KafkaEngine engine,
        RemoteRows remote,
        TopicTurns turns,
        TopicNaming naming,
        string group,
        IReadOnlyDictionary<string, int> partitions)
        : base(options, key, partitions[TopicNames.Events])
    {
        _cluster = cluster;
        _engine = engine;
        _local = new LocalRows(engine);
        _remote = remote;
        _turns = turns;
        _naming = naming;
        _group = group;
        _partitions = partitions;
        Owner = turns;
    }

    public override IEngineOwner Owner { get; set; }

    public override ValueTask<PersonRows> PersonAsync(NodeId person, CancellationToken cancellation)
    {
        RowKey key = new(person.High, person.Low);
        RowQuery query = new(new TaskId(PersonTopology.Name, TaskOf(person)), [.. PersonRowTables.Select(table => (table, key))], OfStandby: false);
        return _local.TryRead(query, out byte[]?[] rows) is { } standing
            ? ValueTask.FromResult(new PersonRows(rows[0] ?? [], rows[1] ?? [], standing))
            : RemotePersonAsync(query, cancellation);
    }

    public override ValueTask<TaskRow> RowAsync(int task, string table, RowKey key, CancellationToken cancellation)
    {
        RowQuery query = new(new TaskId(PersonTopology.Name, task), [(table, key)], OfStandby: false);
        return _local.TryRead(query, out byte[]?[] rows) is { } standing
            ? ValueTask.FromResult(new TaskRow(rows[0], standing))
            : RemoteRowAsync(query, cancellation);
    }

    public override IReadOnlyTable TenantTable(string table) => _engine.Read(new TaskId(TenantTopology.Name, 0), table)?.Table
        ?? throw new RowsUnavailableException("This instance has not read the lanes and priors yet. Ask again in a few seconds, or ask another instance.");

    public override void Append(string topic, RecordBatch batch, long nowMilliseconds) => _turns.Append(_naming.NameOf(topic), _partitions[topic], batch);

    public override IEnumerable<TopicRecord> ReadTopic(string topic, long fromMilliseconds, RecordFilter wanted)
    {
        using IEnumerator<TopicRecord> records = _cluster.ReadTopic(_naming.NameOf(topic), fromMilliseconds, wanted).GetEnumerator();
        while (Ask(records.MoveNext))
        {
            yield return records.Current;
        }
    }

    public override IDocumentIntake CreateIntake(string source, Func<IEventMapper> createMapper) => new TopicDocuments(this, source, createMapper);

    /// <summary>Every task publishes what is due each second by itself, whichever instance it is on.</summary>
    public override Task PublishFeaturesAsync(CancellationToken cancellation) => Task.CompletedTask;

    public override async Task<LearnResult> LearnAsync(int? sinceDay, Action<int>? progress, CancellationToken cancellation)
    {
        if (_engine.Owners.OwnerOf(new TaskId(TenantTopology.Name, 0)) is null || _engine.Owners.Instances.All(instance => instance.Workers == 0))
        {
            throw new RowsUnavailableException("No instance of the deployment runs tasks at the moment. Start one, sendflowr up; each day is learned when it is over.");
        }

        long start = Options.Time.GetTimestamp();
        await UntilEventsSeenAsync(null, cancellation);
        long asked = NowMilliseconds;
        long runBefore = PipelineTopologies.LearningRun(TenantTable(PipelineTopologies.RunsTable)).Run;
        LearnRequest request = LearnRequest.Make(sinceDay ?? -1, (int)new Timestamp(asked).EpochDay - 1);
        RecordBatch batch = new();
        batch.Add(request.Key.Span, request.Value.Span, asked);
        await Owner.RunAsync(
            () =>
            {
                Append(TopicNames.Sums, batch, asked);
                return true;
            },
            TurnCompletion.Durable,
            cancellation);
        await UntilAsync(() => ValueTask.FromResult(IsLearned(runBefore)), null, cancellation);
        int days = ReadTopic(TopicNames.Priors, asked, static (_, _) => true).Count(record => LearnRequest.IsDayOfRun(record.Value!));
        return new LearnResult(days, PriorsInForce().Version, Options.Time.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>By the offsets that the group has committed, wherever the tasks are.</summary>
    public override async Task UntilEventsSeenAsync(TimeSpan? atMost, CancellationToken cancellation)
    {
        string topic = _naming.NameOf(TopicNames.Events);
        try
        {
            IReadOnlyList<long> ends = await Task.Run(() => _cluster.EndOffsets(topic), cancellation);
            await UntilAsync(async () => await Task.Run(() => _cluster.HasPassed(_group, topic, ends), cancellation), atMost, cancellation);
        }
        catch (KafkaUnreachableException exception) when (atMost is null)
        {
            throw new RowsUnavailableException(exception.Message, exception);
        }
        catch (KafkaUnreachableException)
        {
            // What was written is durable all the same; whether it is processed cannot be found out at the moment.
            return;
        }

        // The offsets are committed a moment before the rows are shown.
        await Task.Delay(LookEvery, Options.Time, cancellation);
    }

    public override Task UntilSeenAsync(Func<ValueTask<bool>> isSeen, CancellationToken cancellation) => UntilAsync(isSeen, MostWaiting, cancellation);

    public override Task<Readiness> ReadinessAsync(CancellationToken cancellation) => Task.FromResult(ClusterReadiness.Of(_engine));

    protected override void Dispose(bool disposing) => _remote.Dispose();

    private static T Ask<T>(Func<T> ask)
    {
        try
        {
            return ask();
        }
        catch (KafkaUnreachableException exception)
        {
            throw new RowsUnavailableException(exception.Message, exception);
        }
    }

    private async Task UntilAsync(Func<ValueTask<bool>> isSeen, TimeSpan? atMost, CancellationToken cancellation)
    {
        long start = Options.Time.GetTimestamp();
        while (!await isSeen() && (atMost is null || Options.Time.GetElapsedTime(start) < atMost))
        {
            await Task.Delay(LookEvery, Options.Time, cancellation);
        }
    }

    private bool IsLearned(long runBefore)
    {
        (long run, bool isUnderWay) = PipelineTopologies.LearningRun(TenantTable(PipelineTopologies.RunsTable));
        return run > runBefore && !isUnderWay;
    }

    private async ValueTask<PersonRows> RemotePersonAsync(RowQuery query, CancellationToken cancellation)
    {
        (RowStanding standing, byte[]?[] rows) = await RemoteAsync(query, cancellation);
        return new PersonRows(rows[0] ?? [], rows[1] ?? [], standing);
    }

    private async ValueTask<TaskRow> RemoteRowAsync(RowQuery query, CancellationToken cancellation)
    {
        (RowStanding standing, byte[]?[] rows) = await RemoteAsync(query, cancellation);
        return new TaskRow(rows[0], standing);
    }

    /// <summary>The owner first; then whoever follows the task, this instance first.</summary>
    private async Task<(RowStanding Standing, byte[]?[] Rows)> RemoteAsync(RowQuery query, CancellationToken cancellation)
    {
        if (await _remote.OfOwnerAsync(query, cancellation) is { } ofOwner)
        {
            return ofOwner;
        }

        RowQuery anyone = query with { OfStandby = true };
        if (_local.TryRead(anyone, out byte[]?[] rows) is { } standing)
        {
            return (standing, rows);
        }

        return await _remote.OfStandbyAsync(anyone, cancellation) ?? throw new RowsUnavailableException(
            $"Nobody who has the task {query.Task} can be reached at the moment: it is being handed over, or no instance runs. Ask again in a few seconds.");
    }
}
