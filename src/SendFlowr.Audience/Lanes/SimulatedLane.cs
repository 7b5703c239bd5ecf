using SendFlowr.Audience.Chances;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Lanes;

/// <summary>A way of delivery whose latency is known. Immutable, thread-safe.</summary>
public sealed class SimulatedLane
{
    private const int MinutesPerHour = 60;

    private readonly ulong _seed;
    private readonly int _index;

    internal SimulatedLane(ulong seed, int index, Lane lane, LatencyRegime regime)
    {
        _seed = seed;
        _index = index;
        Lane = lane;
        Regime = regime;
    }

    public Lane Lane { get; }

    public LatencyRegime Regime { get; }

    /// <summary>True median of the time from a trigger at this instant to the arrival.</summary>
    public TimeSpan MedianAt(Timestamp trigger)
    {
        long minute = trigger.EpochMinute;
        int minuteOfHour = UtcDay.MinuteWithin(minute) % MinutesPerHour;
        Chance chance = Chance.At(_seed, ChancePurpose.Congestion, _index, (minute - minuteOfHour) / MinutesPerHour);
        double congestion = chance.Uniform(Regime.LeastCongestion, Regime.MostCongestion);
        return TimeSpan.FromSeconds(Regime.MedianSeconds * LatencyRegime.FactorAt(minuteOfHour, congestion));
    }

    /// <summary>When a message that is triggered now arrives; the same message always takes the same luck.</summary>
    /// <param name="trigger">When it is handed over.</param>
    /// <param name="message">Number of the message, see <see cref="Messages.Message"/>.</param>
    public Timestamp ArrivalOf(Timestamp trigger, ulong message)
    {
        Chance chance = Chance.At(_seed, ChancePurpose.Latency, unchecked((long)message));
        double factor = chance.LogNormal(1, Regime.Sigma);
        return new Timestamp(trigger.EpochMilliseconds + (long)(MedianAt(trigger).TotalMilliseconds * factor));
    }
}
