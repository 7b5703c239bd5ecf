using SendFlowr.Connectors.Mapping;
using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Normalize;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Tests.Requests;

/// <summary>A pipeline as an instance on a cluster has it: a turn is run, and then its transaction may fail, with everything in it.</summary>
internal sealed class FailingTurnsHost(EmbeddedPipeline inner) : PipelineHost(inner.Options, IdentityKey.Fixed(), inner.PersonTasks), IEngineOwner
{
    /// <summary>Transactions that fail from now on.</summary>
    public int Failures { get; set; }

    public override IEngineOwner Owner
    {
        get => this;
        set => throw new NotSupportedException();
    }

    public Task<T> RunAsync<T>(Func<T> turn, TurnCompletion until, CancellationToken cancellation)
    {
        bool fails = Failures > 0;
        T outcome = turn();
        if (fails)
        {
            Failures--;
            throw new RowsUnavailableException("The transaction has failed.");
        }

        inner.Drain();
        return Task.FromResult(outcome);
    }

    public override void Append(string topic, RecordBatch batch, long nowMilliseconds)
    {
        if (Failures == 0)
        {
            inner.Append(topic, batch, nowMilliseconds);
        }
    }

    public override ValueTask<PersonRows> PersonAsync(NodeId person, CancellationToken cancellation) => inner.PersonAsync(person, cancellation);

    public override ValueTask<TaskRow> RowAsync(int task, string table, RowKey key, CancellationToken cancellation) => inner.RowAsync(task, table, key, cancellation);

    public override IReadOnlyTable TenantTable(string table) => inner.TenantTable(table);

    public override IEnumerable<TopicRecord> ReadTopic(string topic, long fromMilliseconds, RecordFilter wanted) => inner.ReadTopic(topic, fromMilliseconds, wanted);

    public override IDocumentIntake CreateIntake(string source, Func<IEventMapper> createMapper) => inner.CreateIntake(source, createMapper);

    public override Task PublishFeaturesAsync(CancellationToken cancellation) => inner.PublishFeaturesAsync(cancellation);

    public override Task<LearnResult> LearnAsync(int? sinceDay, Action<int>? progress, CancellationToken cancellation) => inner.LearnAsync(sinceDay, progress, cancellation);

    public override Task UntilEventsSeenAsync(TimeSpan? atMost, CancellationToken cancellation) => inner.UntilEventsSeenAsync(atMost, cancellation);

    public override Task UntilSeenAsync(Func<ValueTask<bool>> isSeen, CancellationToken cancellation) => inner.UntilSeenAsync(isSeen, cancellation);

    public override Task<Readiness> ReadinessAsync(CancellationToken cancellation) => inner.ReadinessAsync(cancellation);

    /// <summary>The pipeline is its owner's.</summary>
    protected override void Dispose(bool disposing)
    {
    }
}
