using SendFlowr.Model.Curves;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Records;

public sealed class PeakWindowsTests(ITestOutputHelper output)
{
    private const int CellsPerWindow = PeakWindows.Minutes / WeekGrid.MinutesPerCell;

    private static WeekCurve Curve(Func<int, double> weight)
    {
        double[] densities = [.. Enumerable.Range(0, WeekGrid.CellsPerWeek).Select(weight)];
        double mass = densities.Sum() * WeekGrid.MinutesPerCell;
        return WeekCurve.FromDensities([.. densities.Select(density => density / mass)]);
    }

    private static bool Overlap(PeakWindow left, PeakWindow right)
    {
        int distance = Math.Abs(left.Start.Value - right.Start.Value);
        return Math.Min(distance, WeekCurve.MinutesPerWeek - distance) < PeakWindows.Minutes;
    }

    [Fact]
    public void finds_a_window_that_wraps_around_the_week()
    {
        WeekCurve curve = Curve(cell => cell is < 12 or >= WeekGrid.CellsPerWeek - 12 ? 100 : 1);
        PeakWindow best = new PeakWindows().Find(curve)[0];
        best.Start.Value.ShouldBe(WeekCurve.MinutesPerWeek - 60);
        best.Mass.ShouldBe(curve.Densities[0] * PeakWindows.Minutes, 1e-12);
    }

    [Fact]
    public void three_windows_best_first_none_overlapping_and_the_first_is_the_best_of_all() => Law.Holds(output, 30, random =>
    {
        WeekCurve curve = Curve(_ => random.NextDouble());
        PeakWindow[] windows = new PeakWindows().Find(curve).ToArray();
        windows.Length.ShouldBe(3);
        (Overlap(windows[0], windows[1]) || Overlap(windows[0], windows[2]) || Overlap(windows[1], windows[2])).ShouldBeFalse();
        windows.Select(window => window.Mass).ShouldBeInOrder(SortDirection.Descending);
        double best = 0;
        for (int start = 0; start < WeekGrid.CellsPerWeek; start++)
        {
            double mass = 0;
            for (int i = 0; i < CellsPerWindow; i++)
            {
                mass += curve.Densities[(start + i) % WeekGrid.CellsPerWeek] * WeekGrid.MinutesPerCell;
            }

            best = Math.Max(best, mass);
        }

        windows[0].Mass.ShouldBe(best, 1e-12);
    });

    [Fact]
    public void adjacent_windows_are_both_found()
    {
        PeakWindow[] windows = new PeakWindows().Find(Curve(cell => cell is >= 100 and < 148 ? 50 : 1)).ToArray();
        int[] starts = [.. windows.Take(2).Select(window => window.Start.Value).Order()];
        starts.ShouldBe([500, 620]);
    }
}
