using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Server.Tests.Support;

/// <summary>Lets one thread at a time have the engine.</summary>
internal sealed class LockedOwner(PipelineHost host) : IEngineOwner, IDisposable
{
    private readonly SemaphoreSlim _turns = new(1);
    private readonly DirectOwner _owner = new(host);

    public async Task<T> RunAsync<T>(Func<T> turn, TurnCompletion until, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            return await _owner.RunAsync(turn, until, cancellation);
        }
        finally
        {
            _turns.Release();
        }
    }

    public void Dispose() => _turns.Dispose();
}
