using SendFlowr.Model.Decisions;
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
    /// <exception cref="RowsUnavailableException">Nobody who has the person's rows can be reached.</exception>
    public DecisionRecord Decide(TimingQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        DecisionScratch scratch = _pool.Rent();
        try
        {
            ResolvedPerson person = ResolvedPerson.Of(question.Person, scratch.Hasher);
            return Decide(question, person, _host.PersonAsync(person.Node, CancellationToken.None).AsTask().GetAwaiter().GetResult(), scratch);
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
    /// <exception cref="RowsUnavailableException">Nobody who has the person's rows can be reached.</exception>
    public async Task<TimingAnswer> AskAsync(TimingQuestion question, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(question);
        cancellation.ThrowIfCancellationRequested();
        (TimingAnswer answer, Task durable) = TryDecideAndRecord(question, cancellation, out ResolvedPerson person, out ValueTask<PersonRows> rows)
            ?? DecideAndRecord(question, person, await rows.ConfigureAwait(false));
        await durable.WaitAsync(cancellation).ConfigureAwait(false);
        return answer;
    }

    /// <summary>The same for a caller that waits, such as a verb alone with its data directory.</summary>
    /// <exception cref="ArgumentException">The question cannot be asked; the text names the field, its value and what is allowed.</exception>
    /// <exception cref="RowsUnavailableException">Nobody who has the person's rows can be reached.</exception>
    public DecisionRecord Ask(TimingQuestion question) => AskAsync(question, CancellationToken.None).GetAwaiter().GetResult().Record;

    public void Dispose() => _pool.Dispose();

    /// <summary>Null when the rows of the person have to be waited for.</summary>
    private (TimingAnswer Answer, Task Durable)? TryDecideAndRecord(
        TimingQuestion question, CancellationToken cancellation, out ResolvedPerson person, out ValueTask<PersonRows> rows)
    {
        DecisionScratch scratch = _pool.Rent();
        try
        {
            person = ResolvedPerson.Of(question.Person, scratch.Hasher);
            rows = _host.PersonAsync(person.Node, cancellation);
            return rows.IsCompletedSuccessfully ? DecideAndRecord(question, person, rows.Result, scratch) : null;
        }
        finally
        {
            _pool.Return(scratch);
        }
    }

    private (TimingAnswer Answer, Task Durable) DecideAndRecord(TimingQuestion question, ResolvedPerson person, PersonRows rows)
    {
        DecisionScratch scratch = _pool.Rent();
        try
        {
            return DecideAndRecord(question, person, rows, scratch);
        }
        finally
        {
            _pool.Return(scratch);
        }
    }

    private (TimingAnswer Answer, Task Durable) DecideAndRecord(TimingQuestion question, ResolvedPerson person, in PersonRows rows, DecisionScratch scratch)
    {
        DecisionRecord record = Decide(question, person, rows, scratch);
        Task durable = _journal.WriteAsync(person.Node, scratch.Writer.Write(record), record.CreatedAt.EpochMilliseconds);
        return (new TimingAnswer(record, rows.Standing), durable);
    }

    private DecisionRecord Decide(TimingQuestion question, ResolvedPerson person, in PersonRows rows, DecisionScratch scratch)
    {
        Timestamp created = new(_host.NowMilliseconds);
        DecisionFacts facts = _sources.Read(question, rows, scratch);
        Decision decision = Decider.Decide(DecisionInputs.Of(question, person, facts, created), scratch.Workspace);
        return DecisionInputs.Answer(decision with { DecisionId = _ids.Next(created) }, question.LatencyHintSeconds, facts, created);
    }
}
