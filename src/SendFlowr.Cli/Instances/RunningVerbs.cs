using System.Collections.Concurrent;

namespace SendFlowr.Cli.Instances;

/// <summary>The verbs that run for other processes just now. Thread-safe.</summary>
internal sealed class RunningVerbs
{
    /// <summary>Most at a time.</summary>
    public const int Max = 16;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, CancellationTokenSource> _runs = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;

    public bool IsStopping => _isStopping;

    /// <summary>Takes a run in; false when there are too many, when the id is taken, or when no more are taken in.</summary>
    public bool TryBegin(string run, CancellationTokenSource cancellation)
    {
        lock (_runs)
        {
            return !_isStopping && _runs.Count < Max && _runs.TryAdd(run, cancellation);
        }
    }

    public void End(string run)
    {
        lock (_runs)
        {
            _runs.TryRemove(run, out _);
            if (_isStopping && _runs.IsEmpty)
            {
                _empty.TrySetResult();
            }
            if (_isStopping && _runs.IsEmpty)
            {
                _empty.TrySetResult();
            }
        }
    }

    /// <summary>Asks a run to end; false when there is no such run (any more).</summary>
    public bool Cancel(string run)
    {
        lock (_runs)
        {
            if (!_runs.TryGetValue(run, out CancellationTokenSource? cancellation))
            {
                return false;
            }

            cancellation.CancelAsync();
            return true;
        }
    }

    /// <summary>Takes no more in, and asks all to end; done when all have, or when the time they get is over.</summary>
    public async Task StopAsync()
    {
        try
        {
            await EndAsync().WaitAsync(Grace);
        }
        catch (TimeoutException)
        {
            // Their readers have stopped reading; closing the server cuts them off.
        }
    }

    private Task EndAsync()
    {
        lock (_runs)
        {
            _isStopping = true;
            foreach (CancellationTokenSource cancellation in _runs.Values)
            {
                cancellation.CancelAsync();
            }

            if (_runs.IsEmpty)
            {
                _empty.TrySetResult();
            }
        }

        return _empty.Task;
    }
}
