using SendFlowr.Model.Curves;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Records;

/// <summary>A stretch of the week with much mass.</summary>
/// <param name="Start">Its first minute.</param>
/// <param name="Mass">Mass of the curve over <see cref="PeakWindows.Minutes"/>.</param>
internal readonly record struct PeakWindow(MinuteOfWeek Start, double Mass);

/// <summary>Finds the three best windows of 120 minutes of a week's curve that do not overlap; they start at cell borders.</summary>
/// <remarks>Reuses its buffers; not thread-safe.</remarks>
internal sealed class PeakWindows
{
    public const int Minutes = 120;

    private const int Count = 3;
    private const int CellsPerWindow = Minutes / WeekGrid.MinutesPerCell;

    private readonly double[] _masses = new double[WeekGrid.CellsPerWeek];
    private readonly PeakWindow[] _windows = new PeakWindow[Count];

    public ReadOnlySpan<PeakWindow> Find(WeekCurve curve)
    {
        FillMasses(curve.Densities);
        for (int i = 0; i < Count; i++)
        {
            int best = 0;
            for (int cell = 1; cell < _masses.Length; cell++)
            {
                best = _masses[cell] > _masses[best] ? cell : best;
            }

            _windows[i] = new PeakWindow(new MinuteOfWeek(best * WeekGrid.MinutesPerCell), _masses[best]);
            Exclude(best);
        }

        return _windows;
    }

    /// <summary>A running sum: one cell comes in, one goes out.</summary>
    private void FillMasses(ReadOnlySpan<double> densities)
    {
        double sum = 0;
        foreach (double density in densities[..CellsPerWindow])
        {
            sum += density;
        }

        for (int cell = 0; cell < _masses.Length; cell++)
        {
            _masses[cell] = sum * WeekGrid.MinutesPerCell;
            int next = cell + CellsPerWindow;
            sum += densities[next < densities.Length ? next : next - densities.Length] - densities[cell];
        }
    }

    /// <summary>No later window may begin where it would touch this one.</summary>
    private void Exclude(int best)
    {
        for (int i = -(CellsPerWindow - 1); i < CellsPerWindow; i++)
        {
            _masses[(best + i + WeekGrid.CellsPerWeek) % WeekGrid.CellsPerWeek] = -1;
        }
    }
}
