namespace SendFlowr.Pipeline.Hosting;

/// <summary>A piece of work that waits for its turn on the engine, or for what it did to be safe.</summary>
internal abstract class EngineTurn(TurnCompletion until, CancellationToken cancellation)
{
    public TurnCompletion Until { get; } = until;

    /// <summary>Nobody waits for it any more, so that it need not begin.</summary>
    public bool IsGivenUp => cancellation.IsCancellationRequested;

    /// <summary>Timestamp of the clock when it was durable but not processed yet; null before.</summary>
    public long? DurableAt { get; set; }

    /// <summary>Runs the work; returns what it threw, null when it did not.</summary>
    public abstract Exception? Run();

    /// <summary>Gives the outcome to whoever waits.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception exception);

    public abstract void Cancel();

    protected CancellationToken Cancellation => cancellation;
}

/// <summary>A turn with an outcome.</summary>
internal sealed class EngineTurn<T>(Func<T> work, TurnCompletion until, CancellationToken cancellation) : EngineTurn(until, cancellation)
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _outcome = default!;

    public Task<T> Outcome => _completion.Task;

    public override Exception? Run()
    {
        try
        {
            _outcome = work();
            return null;
        }
#pragma warning disable CA1031 // What a turn throws belongs to whoever waits for it; the loop looks at it and passes it on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }
    }

    public override void Complete() => _completion.TrySetResult(_outcome);

    public override void Fail(Exception exception) => _completion.TrySetException(exception);

    public override void Cancel() => _completion.TrySetCanceled(Cancellation);
}
