using SendFlowr.Model.Time;

namespace SendFlowr.Model.Signals;

/// <summary>A time during which nothing is sent on the channel asked about.</summary>
/// <param name="Signal">Name of the breaker.</param>
/// <param name="From">First instant, inclusive: the event that tripped it.</param>
/// <param name="Until">First instant after it; null when it has no end (permanent, or until the person subscribes again).</param>
public readonly record struct BreakerInterval(string Signal, Timestamp From, Timestamp? Until)
{
    public bool IsActiveAt(Timestamp time) => time >= From && (Until is null || time < Until);
}
