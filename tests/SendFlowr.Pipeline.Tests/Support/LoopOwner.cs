using System.Collections.Concurrent;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Pipeline.Tests.Support;

/// <summary>Owns the engine in a thread of its own, or holds turns until the test runs them.</summary>
internal sealed class LoopOwner : IEngineOwner, IDisposable
{
    private readonly BlockingCollection<Action> _turns = [];
    private readonly EmbeddedPipeline _host;
    private readonly Thread? _loop;

    /// <param name="host">The pipeline; this becomes its owner.</param>
    /// <param name="isHeld">Turns wait for <see cref="RunWaiting"/>.</param>
    public LoopOwner(EmbeddedPipeline host, bool isHeld)
    {
        _host = host;
        host.Owner = this;
        if (!isHeld)
        {
            _loop = new Thread(Loop);
            _loop.Start();
        }
    }

    public int Turns { get; private set; }

    public Task<T> RunAsync<T>(Func<T> turn, TurnCompletion until, CancellationToken cancellation)
    {
        TaskCompletionSource<T> done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _turns.Add(
            () =>
            {
                try
                {
                    T outcome = turn();
                    _host.Engine.Sync();
                    done.SetResult(outcome);
                }
                catch (IOException exception)
                {
                    done.SetException(exception);
                }
            },
            cancellation);
        return done.Task;
    }

    public void RunWaiting()
    {
        while (_turns.TryTake(out Action? turn))
        {
            Turns++;
            turn();
        }
    }

    public void Dispose()
    {
        _turns.CompleteAdding();
        _loop?.Join();
        RunWaiting();
        _turns.Dispose();
    }

    private void Loop()
    {
        foreach (Action turn in _turns.GetConsumingEnumerable())
        {
            Turns++;
            turn();
        }
    }
}
