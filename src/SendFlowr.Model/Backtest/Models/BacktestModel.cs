using SendFlowr.Model.Curves;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Backtest.Models;

/// <summary>A way to say when a person engages: a density over the week, known at 00:00 of a day, and the minute it would choose.</summary>
/// <remarks>Total mass over the week 1 ± 1e-6. Reused for every person and day; not thread-safe.</remarks>
internal abstract class BacktestModel(string name)
{
    public string Name { get; } = name;

    /// <summary>Takes in what is known at the day's start.</summary>
    public abstract void Prepare(PersonDay day);

    /// <summary>Density per minute at a minute of the week.</summary>
    public abstract double DensityAt(MinuteOfWeek minute);

    /// <summary>Densities per minute of consecutive cells from the first cell of a weekday on, around the week's end.</summary>
    public abstract void CopyCells(int weekday, Span<double> cells);

    /// <summary>The minute of the day, a multiple of 5, with the most mass in the horizon after it; the first of equals.</summary>
    /// <param name="weekday">0 is Monday.</param>
    /// <param name="cells">288 cells of the day and as many of the next as the horizon reaches, filled here.</param>
    /// <param name="sums">288 sums, filled here.</param>
    /// <param name="mass">The mass of the horizon after the choice.</param>
    public virtual int Choose(int weekday, Span<double> cells, Span<double> sums, out double mass)
    {
        CopyCells(weekday, cells);
        VectorSums.RunSums(cells, cells.Length - sums.Length + 1, 1, sums);
        int best = 0;
        for (int cell = 1; cell < sums.Length; cell++)
        {
            best = sums[cell] > sums[best] ? cell : best;
        }

        mass = sums[best] * WeekGrid.MinutesPerCell;
        return best * WeekGrid.MinutesPerCell;
    }
}
