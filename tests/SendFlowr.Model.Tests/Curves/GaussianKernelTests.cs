using SendFlowr.Model.Curves;

namespace SendFlowr.Model.Tests.Curves;

public class GaussianKernelTests
{
    [Theory]
    [InlineData(5, WeekGrid.CellsPerDay)]
    [InlineData(20, WeekGrid.CellsPerDay)]
    [InlineData(45, WeekGrid.CellsPerDay)]
    [InlineData(60, WeekGrid.CellsPerWeek)]
    public void has_its_mass_at_every_minute_and_wraps(double sigma, int cellCount)
    {
        GaussianKernel kernel = new(sigma);
        for (int minute = 0; minute < cellCount * 5; minute += cellCount == WeekGrid.CellsPerDay ? 1 : 7)
        {
            double[] cells = new double[cellCount];
            kernel.AddTo(cells, minute, 0.3);
            (5 * cells.Sum()).ShouldBe(0.3, 1e-12);
            for (int cell = 0; cell < cellCount; cell++)
            {
                int distance = Math.Abs((5 * cell) + 2 - minute);
                distance = Math.Min(distance, (cellCount * 5) - distance);
                double expected = distance <= 5 * sigma ? 0.3 / (sigma * Math.Sqrt(2 * Math.PI)) * Math.Exp(-0.5 * distance * distance / (sigma * sigma)) : 0;
                cells[cell].ShouldBe(expected, 0.3 / sigma * 1e-6);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(121)]
    [InlineData(double.NaN)]
    public void widths_the_grid_cannot_hold_are_refused(double sigma) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new GaussianKernel(sigma)).Message.ShouldContain("2 to 120");
}
