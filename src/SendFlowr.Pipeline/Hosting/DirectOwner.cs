namespace SendFlowr.Pipeline.Hosting;

/// <summary>Owns the engine in the calling thread: for verbs that are alone with their data directory. One thread only.</summary>
public sealed class DirectOwner : IEngineOwner
{
    private readonly EmbeddedPipeline _host;

    public DirectOwner(EmbeddedPipeline host) => _host = host;

    public Task<T> RunAsync<T>(Func<T> turn, TurnCompletion until, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(turn);
        cancellation.ThrowIfCancellationRequested();
        T outcome = turn();
        if (until == TurnCompletion.Processed)
        {
            _host.Drain();
        }
        else if (until == TurnCompletion.Durable)
        {
            _host.Engine.Sync();
        }

        return Task.FromResult(outcome);
    }
}
