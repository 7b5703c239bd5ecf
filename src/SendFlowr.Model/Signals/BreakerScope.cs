namespace SendFlowr.Model.Signals;

/// <summary>What a circuit breaker silences. The default is <see cref="Person"/>.</summary>
public enum BreakerScope
{
    /// <summary>Every channel of the person.</summary>
    Person = 0,

    /// <summary>Only the channel of the event.</summary>
    Channel = 1,
}
