namespace SendFlowr.Pipeline.Hosting;

/// <summary>Limits of an <see cref="EngineLoop"/>. Checked when it starts. Immutable.</summary>
public sealed record EngineLoopOptions
{
    /// <summary>Most turns that wait to be run, 1 to 65,536. Default 1024.</summary>
    public int MaxWaitingTurns { get; init; } = 1024;

    /// <summary>How long a caller waits for a place among them, more than zero. Default 10 s.</summary>
    public TimeSpan PlaceTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most turns that are run before the engine steps, 1 or more. Default 256.</summary>
    public int MaxTurnsAtOnce { get; init; } = 256;

    /// <summary>Time after which no further turn is begun before the engine steps, more than zero. Default 20 ms.</summary>
    public TimeSpan TurnBudget { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Time after which a busy engine lets turns in again, more than zero. Default 50 ms.</summary>
    public TimeSpan StepBudget { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether finished days are learned at 00:10 UTC, and at the start those of the time when nothing ran. Default true.</summary>
    public bool LearnDaily { get; init; } = true;

    /// <summary>Takes lines for people: what went wrong and mended itself. Called from any thread. Default: nobody listens.</summary>
    public Action<string> Report { get; init; } = static _ => { };

    internal void Check()
    {
        CheckRange(nameof(MaxWaitingTurns), MaxWaitingTurns, 65_536);
        CheckRange(nameof(MaxTurnsAtOnce), MaxTurnsAtOnce, 65_536);
        CheckRange(nameof(PlaceTimeout), (long)PlaceTimeout.TotalMilliseconds, int.MaxValue);
        CheckRange(nameof(TurnBudget), (long)TurnBudget.TotalMilliseconds, int.MaxValue);
        CheckRange(nameof(StepBudget), (long)StepBudget.TotalMilliseconds, int.MaxValue);
    }

    private static void CheckRange(string name, long value, long most)
    {
        if (value < 1 || value > most)
        {
            throw new ArgumentException($"{nameof(EngineLoopOptions)}.{name} is {value}; it must be 1 to {most}.");
        }
    }
}
