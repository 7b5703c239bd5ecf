using System.Globalization;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>
/// Owns a pipeline in a thread of its own: work of any thread comes in turns, and between them the engine processes what waits, timers
/// fire at their instant, and one sync serves all who wait for durability.
/// </summary>
/// <remarks>Any thread may call it. Disposing of it finishes what waits, takes a snapshot and disposes of the pipeline.</remarks>
public sealed class EngineLoop : IEngineOwner, IDisposable
{
    private readonly EngineLoopOptions _options;
    private readonly TurnQueue _queue = new();
    private readonly SemaphoreSlim _places;
    private readonly LoopIteration _iteration;
    private readonly DailyLearning? _learning;
    private readonly EmbeddedPipeline _host;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Exception? _failure;
    private int _isDisposed;

    private EngineLoop(EmbeddedPipeline host, EngineLoopOptions options, Func<long?> nextDue)
    {
        _host = host;
        _options = options;
        _places = new SemaphoreSlim(options.MaxWaitingTurns);
        _iteration = new LoopIteration(host, options, nextDue);
        _learning = options.LearnDaily ? new DailyLearning(host, options.Report) : null;
        _thread = new Thread(Run) { Name = "engine", IsBackground = true };
    }

    /// <summary>
    /// Ends when the loop has ended: successfully after <see cref="Dispose"/>, or with what made going on impossible (a failed sync, a
    /// processor that threw), which whoever hosts the loop should tell and end the process with.
    /// </summary>
    public Task Completion => _completion.Task;

    /// <summary>Takes the pipeline over and starts.</summary>
    /// <param name="host">Nobody else may write to its engine from now on; its <see cref="EmbeddedPipeline.Owner"/> is the loop.</param>
    /// <param name="options">Limits.</param>
    /// <param name="nextDue">Instant of the earliest timer in milliseconds since 1970, null when there is none; called by the loop's thread.</param>
    public static EngineLoop Start(EmbeddedPipeline host, EngineLoopOptions options, Func<long?> nextDue)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(nextDue);
        options.Check();
        EngineLoop loop = new(host, options, nextDue);
        host.Owner = loop;
        loop._thread.Start();
        return loop;
    }

    /// <inheritdoc/>
    public bool HasOwnThread => true;

    /// <inheritdoc/>
    /// <exception cref="EngineBusyException">There was no place for the turn for too long.</exception>
    /// <exception cref="EngineStoppedException">The loop is ending, or has failed.</exception>
    /// <exception cref="Streams.Logs.DiskFullException">There is no space; what the turn fed was dropped.</exception>
    public async Task<T> RunAsync<T>(Func<T> turn, TurnCompletion until, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(turn);
        cancellation.ThrowIfCancellationRequested();
        if (!await _places.WaitAsync(_options.PlaceTimeout, cancellation).ConfigureAwait(false))
        {
            throw new EngineBusyException(string.Create(
                CultureInfo.InvariantCulture,
                $"The engine did not take the work within {_options.PlaceTimeout.TotalSeconds} s: {_options.MaxWaitingTurns} pieces of work wait. "
                + $"Try again, with fewer at once."));
        }

        EngineTurn<T> work = new(turn, until, cancellation);
        if (!_queue.TryAdd(work))
        {
            _places.Release();
            throw Stopped();
        }

        return await work.Outcome.WaitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Not from within a turn, which would wait for itself.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        _learning?.Stop();
        _queue.Close();
        _thread.Join();
        _learning?.Dispose();
    }

    private void Run()
    {
        try
        {
            while (!_queue.IsFinished || _iteration.HasWaiting)
            {
                _queue.Wait(_iteration.Rest());
                _learning?.StartIfDue();
                TakeTurns();
                _iteration.Step();
            }
        }
#pragma warning disable CA1031 // Whatever it is, everybody who waits is told, and the host of the loop by its completion.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure = exception;
        }

        End();
    }

    private void TakeTurns()
    {
        _iteration.Begin();
        while (_iteration.MayTakeTurn && _queue.TryTake(out EngineTurn? turn))
        {
            _places.Release();
            _iteration.Run(turn);
        }
    }

    private void End()
    {
        _queue.Close();
        _learning?.Stop();
        try
        {
            if (_failure is not null)
            {
                _iteration.FailAll(Stopped());
                while (_queue.TryTake(out EngineTurn? turn))
                {
                    _places.Release();
                    turn.Fail(Stopped());
                }
            }
            else
            {
                _iteration.TakeSnapshot();
            }

            _host.Dispose();
        }
#pragma warning disable CA1031 // The completion tells it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure ??= exception;
        }

        if (_failure is null)
        {
            _completion.SetResult();
        }
        else
        {
            _completion.SetException(_failure);
        }
    }

    private EngineStoppedException Stopped() => _failure is { } failure
        ? new EngineStoppedException($"The engine has stopped: {failure.Message}", failure)
        : new EngineStoppedException("The engine is being stopped and takes no work any more. Start it again first.", null);
}
