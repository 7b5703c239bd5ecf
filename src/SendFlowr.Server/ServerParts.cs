using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Decisions;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Server.Answers;
using SendFlowr.Server.Events;

namespace SendFlowr.Server;

/// <summary>What the endpoints share. Thread-safe.</summary>
internal sealed class ServerParts : IDisposable
{
    private static readonly TimeSpan MostWaiting = TimeSpan.FromSeconds(30);

    private readonly DecisionService _decisions;

    /// <param name="host">The pipeline.</param>
    /// <param name="stopping">Set when the server ends: who waits for something to come is answered then.</param>
    public ServerParts(PipelineHost host, CancellationToken stopping)
    {
        Host = host;
        Stopping = stopping;
        _decisions = new DecisionService(host);
        Hashers = new Pool<NodeIdHasher>(host.CreateHasher);
        Events = new EventIntake(this);
    }

    public PipelineHost Host { get; }

    public CancellationToken Stopping { get; }

    /// <summary>Whoever reads much of the log does so one at a time and on a thread of its own, so that questions are answered meanwhile.</summary>
    public SemaphoreSlim LogReaders { get; } = new(1);

    public Pool<NodeIdHasher> Hashers { get; }

    public EventIntake Events { get; }

    public string? DefaultCountry => Host.Options.DefaultCountry;

    /// <summary>The node a question about a person is answered from.</summary>
    public ResolvedPerson Resolve(IReadOnlyList<PersonReference> person) =>
        Hashers.Use(person, static (hasher, named) => ResolvedPerson.Of(named, hasher));

    /// <summary>What is known of a person; the answer's headers say when it comes from a standby.</summary>
    public async Task<PersonRows> PersonAsync(HttpContext context, ResolvedPerson person)
    {
        PersonRows rows = await Host.PersonAsync(person.Node, context.RequestAborted);
        Freshness.Tell(context, rows.Standing);
        return rows;
    }

    /// <summary>Answers a question and records the answer; durable when it returns.</summary>
    /// <remarks>A client that has gone does not end it: the record is on its way, and a look-out for that on every question costs more.</remarks>
    public Task<TimingAnswer> AskAsync(TimingQuestion question) => _decisions.AskAsync(question, CancellationToken.None);

    /// <summary>Runs a turn of the engine; gives up when the engine takes too long to come to it.</summary>
    /// <exception cref="OperationCanceledException">The client has gone, or the time is over.</exception>
    public Task<T> RunAsync<T>(Func<T> turn, TurnCompletion until, CancellationToken cancellation) =>
        LimitAsync(limited => Host.Owner.RunAsync(turn, until, limited), cancellation);

    /// <summary>Does what may have to wait for the engine; gives up when that takes too long.</summary>
    /// <exception cref="OperationCanceledException">The client has gone, or the time is over.</exception>
    public static async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> work, CancellationToken cancellation)
    {
        using CancellationTokenSource limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(MostWaiting);
        return await work(limited.Token);
    }

    public void Dispose()
    {
        _decisions.Dispose();
        Events.Dispose();
        Hashers.Dispose();
        LogReaders.Dispose();
    }
}
