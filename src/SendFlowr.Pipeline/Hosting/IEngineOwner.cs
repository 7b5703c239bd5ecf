namespace SendFlowr.Pipeline.Hosting;

/// <summary>
/// The one place that may touch the engine for writing. A verb alone with its data directory owns it in its own thread; a running
/// <c>up</c> owns it in a loop that also fires timers, so work comes in turns, each a few milliseconds long.
/// </summary>
public interface IEngineOwner
{
    /// <summary>Turns run in a thread of the owner's own, so that whoever gathers work for one may ask for it from any thread, and later.</summary>
    bool HasOwnThread => false;

    /// <summary>
    /// Runs a turn between two steps of the engine and returns its outcome when the turn has what <paramref name="until"/> asks for.
    /// What the turn throws is thrown here. Any thread, unless the owner says otherwise.
    /// </summary>
    /// <param name="turn">May append, feed and step; must not wait for anything else.</param>
    /// <param name="until">What must hold before the task completes.</param>
    /// <param name="cancellation">Gives up waiting; a turn that has begun is finished all the same.</param>
    Task<T> RunAsync<T>(Func<T> turn, TurnCompletion until, CancellationToken cancellation);
}

/// <summary>How long the outcome of a turn is waited for.</summary>
public enum TurnCompletion
{
    /// <summary>Only until the turn has run.</summary>
    Ran,

    /// <summary>Until what it committed survives a loss of power.</summary>
    Durable,

    /// <summary>
    /// Until it is durable and everything that waited when it ended, and whatever came of that, has been processed; at most
    /// one second longer than durable, since a busy engine is never idle.
    /// </summary>
    Processed,
}
