using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>Working space of <see cref="WeekCurve.HorizonMasses"/>, about 320 KB; one for each thread that decides.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class HorizonScratch
{
    private readonly double[] _densities = new double[2 * MinuteOfWeek.MinutesPerWeek];
    private readonly double[] _blocks = new double[(2 * MinuteOfWeek.MinutesPerWeek) - WeekGrid.MinutesPerCell + 1];

    /// <summary>The week twice, so that no horizon has to wrap.</summary>
    internal Span<double> Densities => _densities;

    internal Span<double> Blocks => _blocks;
}
