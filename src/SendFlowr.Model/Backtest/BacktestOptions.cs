namespace SendFlowr.Model.Backtest;

/// <summary>Settings of a backtest; the defaults are the protocol.</summary>
/// <remarks>Immutable.</remarks>
public sealed record BacktestOptions
{
    /// <summary>How long after the chosen minute an event still counts: 5 … 720 minutes, a multiple of 5; default 60.</summary>
    public int HorizonMinutes { get; init; } = 60;

    /// <summary>People with fewer events are not scored: at least 1; default 20.</summary>
    public int MinEvents { get; init; } = 20;

    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    public void Validate()
    {
        if (HorizonMinutes is < 5 or > 720 || HorizonMinutes % 5 != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(HorizonMinutes), HorizonMinutes, $"The horizon is a multiple of 5 from 5 to 720 minutes, not {HorizonMinutes}.");
        }

        if (MinEvents < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(MinEvents), MinEvents, $"People need at least 1 event to be scored, not {MinEvents}.");
        }
    }
}
