using SendFlowr.Model.Decisions;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Records;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>Answers questions from the committed tables and records each answer before giving it.</summary>
/// <remarks>
/// Any thread, unless the owner of the engine says otherwise (<see cref="PipelineHost.Owner"/>). Decisions are computed where they are
/// asked for; those that wait for the engine at the same time are recorded in one transaction. Nothing about a person is cached.
/// </remarks>
public sealed class DecisionService : IDisposable
{
    private readonly PipelineHost _host;
    private readonly DecisionIds _ids;
    private readonly DecisionScratchPool _pool;
    private readonly DecisionJournal _journal;
    private readonly DecisionSources _sources;

    public DecisionService(PipelineHost host)
        : this(host, DecisionIds.OfProcess())
    {
    }

    /// <param name="host">The pipeline.</param>
    /// <param name="ids">Gives every decision its id.</param>
    public DecisionService(PipelineHost host, DecisionIds ids)
    {
        _host = host;
        _ids = ids;
        _pool = new DecisionScratchPool(host);
        _journal = new DecisionJournal(host);
        _sources = new DecisionSources(host);
    }

    /// <summary>Computes the answer without recording it.</summary>
    /// <exception cref="ArgumentException">The question cannot be asked; the text names the field, its value and what is allowed.</exception>
    public DecisionRecord Decide(TimingQuestion question)
    {
        DecisionScratch scratch = _pool.Rent();
        try
        {
            return Decide(question, scratch, out _);
        }
        finally
        {
            _pool.Return(scratch);
        }
    }

    /// <summary>Decides, records and returns the answer; it is durable then.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="cancellation">Gives up waiting; the answer may be recorded all the same.</param>
    /// <exception cref="ArgumentException">The question cannot be asked; the text names the field, its value and what is allowed.</exception>
    public async Task<DecisionRecord> AskAsync(TimingQuestion question, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        (DecisionRecord record, Task durable) = DecideAndRecord(question);
        await durable.WaitAsync(cancellation).ConfigureAwait(false);
        return record;
    }

    /// <summary>The same for a caller that waits, such as a verb alone with its data directory.</summary>
    /// <exception cref="ArgumentException">The question cannot be asked; the text names the field, its value and what is allowed.</exception>
    public DecisionRecord Ask(TimingQuestion question) => AskAsync(question, CancellationToken.None).GetAwaiter().GetResult();

    public void Dispose() => _pool.Dispose();

    private (DecisionRecord Record, Task Durable) DecideAndRecord(TimingQuestion question)
    {
        DecisionScratch scratch = _pool.Rent();
        try
        {
            DecisionRecord record = Decide(question, scratch, out NodeId person);
            return (record, _journal.WriteAsync(person, scratch.Writer.Write(record), record.CreatedAt.EpochMilliseconds));
        }
        finally
        {
            _pool.Return(scratch);
        }
    }

    private DecisionRecord Decide(TimingQuestion question, DecisionScratch scratch, out NodeId node)
    {
        ArgumentNullException.ThrowIfNull(question);
        Timestamp created = new(_host.NowMilliseconds);
        ResolvedPerson person = ResolvedPerson.Of(question.Person, scratch.Hasher);
        node = person.Node;
        DecisionFacts facts = _sources.Read(question, node, scratch);
        Decision decision = Decider.Decide(DecisionInputs.Of(question, person, facts, created), scratch.Workspace);
        return DecisionInputs.Answer(decision with { DecisionId = _ids.Next(created) }, question.LatencyHintSeconds, facts, created);
    }
}
