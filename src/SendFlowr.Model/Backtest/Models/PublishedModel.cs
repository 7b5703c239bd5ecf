using SendFlowr.Model.Curves;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Backtest.Models;

/// <summary>published: the first implementation's curve, own events with a 60-minute Gaussian and a half-life of 72 hours.</summary>
/// <remarks>P ∝ 2^(−(now − t_newest)/72 h) · Σ 2^(−(t_newest − t_i)/72 h) K60(m − m_i) + 0.001 per minute, now = 00:00 of the day.</remarks>
internal sealed class PublishedModel() : CurveModel("published")
{
    private const double HalfLifeMinutes = 72 * 60;
    private const double Floor = 0.001;

    private static readonly GaussianKernel Kernel = new(60);

    private readonly WeekCurve _own = new();

    public override void Prepare(PersonDay day)
    {
        Span<double> cells = _own.Cells;
        cells.Clear();
        double mass = 0;
        foreach (int minute in day.State.Minutes)
        {
            double weight = Decay(day.State.NewestMinute - minute);
            Kernel.AddTo(cells, MinuteOfWeek.FromEpochMinute(minute).Value, weight);
            mass += weight;
        }

        double recency = day.State.Count > 0 ? Decay(day.StartMinute - day.State.NewestMinute) : 0;
        double scale = 1 / ((recency * mass) + (Floor * WeekCurve.MinutesPerWeek));
        foreach (ref double cell in cells)
        {
            cell = ((recency * cell) + Floor) * scale;
        }

        Curve = _own;
    }

    private static double Decay(int minutes) => DeterministicMath.Exp2(-minutes / HalfLifeMinutes);
}
