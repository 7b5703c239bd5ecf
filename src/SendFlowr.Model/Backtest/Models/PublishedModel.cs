using SendFlowr.Model.Curves;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Backtest.Models;

/// <summary>published: the first implementation's curve, own events with a 60-minute Gaussian and a half-life of 72 hours.</summary>
/// <remarks>P ∝ 2^(−(now − t_newest)/72 h) · Σ 2^(−(t_newest − t_i)/72 h) K60(m − m_i) + 0.001 per minute, now = 00:00 of the day, over all own events.</remarks>
internal sealed class PublishedModel() : CurveModel("published")
{
    private const double HalfLifeMinutes = 72 * 60;
    private const double Floor = 0.001;

    /// <summary>After 60 half-lives an event weighs less than the last bit of the newest one.</summary>
    private const double Forgotten = 60 * HalfLifeMinutes;

    private static readonly GaussianKernel Kernel = new(60);

    private readonly WeekCurve _own = new();

    public override void Prepare(PersonDay day)
    {
        Span<double> cells = _own.Cells;
        cells.Clear();
        double mass = 0;
        ReadOnlySpan<int> events = day.OwnEvents;
        for (int i = events.Length - 1; i >= 0 && events[^1] - events[i] < Forgotten; i--)
        {
            int minute = events[i];
            double weight = Decay(events[^1] - minute);
            Kernel.AddTo(cells, MinuteOfWeek.FromEpochMinute(minute).Value, weight);
            mass += weight;
        }

        double recency = events.Length > 0 ? Decay(day.StartMinute - events[^1]) : 0;
        double scale = 1 / ((recency * mass) + (Floor * WeekCurve.MinutesPerWeek));
        foreach (ref double cell in cells)
        {
            cell = ((recency * cell) + Floor) * scale;
        }

        Curve = _own;
    }

    private static double Decay(int minutes) => DeterministicMath.Exp2(-minutes / HalfLifeMinutes);
}
