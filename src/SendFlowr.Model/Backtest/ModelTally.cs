using SendFlowr.Model.Backtest.Models;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Backtest;

/// <summary>A model and what it has scored so far.</summary>
internal sealed class ModelTally(BacktestModel model)
{
    private double _nats;
    private double _hits;
    private double _coldNats;

    public BacktestModel Model { get; } = model;

    public void AddEvent(MinuteOfWeek minute) => _nats += NatsAt(minute);

    public void AddColdEvent(MinuteOfWeek minute, double weight) => _coldNats += weight * NatsAt(minute);

    /// <summary>1 for a hit; a random minute hits with the share of minutes that would.</summary>
    public void AddHit(double share) => _hits += share;

    public double HitRate(int reachableWindows) => reachableWindows == 0 ? 0 : _hits / reachableWindows;

    public ModelScore Score(int events, int reachableWindows, double coldWeight, double uniformHitRate)
    {
        double hitRate = HitRate(reachableWindows);
        return new ModelScore(
            Model.Name,
            events == 0 ? 0 : _nats / events,
            hitRate,
            uniformHitRate > 0 ? (hitRate / uniformHitRate) - 1 : 0,
            coldWeight > 0 ? _coldNats / coldWeight : 0);
    }

    private double NatsAt(MinuteOfWeek minute) => DeterministicMath.Log(Model.DensityAt(minute) * WeekCurve.MinutesPerWeek);
}
