using SendFlowr.Model.Curves;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Backtest.Models;

/// <summary>A model that knows only the 168 clock hours of the week, each spread evenly over its minutes.</summary>
internal abstract class HourModel(string name) : BacktestModel(name)
{
    protected const int HoursPerDay = 24;
    protected const int HoursPerWeek = 168;
    protected const int MinutesPerHour = 60;
    protected const int CellsPerHour = MinutesPerHour / WeekGrid.MinutesPerCell;

    /// <summary>Densities per minute, by hour of the week.</summary>
    protected double[] Densities { get; } = new double[HoursPerWeek];

    public override double DensityAt(MinuteOfWeek minute) => Densities[minute.Value / MinutesPerHour];

    public override void CopyCells(int weekday, Span<double> cells)
    {
        int hour = weekday * HoursPerDay;
        for (int first = 0; first < cells.Length; first += CellsPerHour)
        {
            cells[first..Math.Min(first + CellsPerHour, cells.Length)].Fill(Densities[hour]);
            hour = hour + 1 == HoursPerWeek ? 0 : hour + 1;
        }
    }
}

/// <summary>hour24: the histogram of all own events by hour of the day, 99 %, with 1 % uniform; without events uniform.</summary>
internal sealed class OwnHourOfDayModel() : HourModel("hour24")
{
    private const double UniformShare = 0.01;

    public override void Prepare(PersonDay day)
    {
        const double MinutesPerWeekPerHourOfDay = 7 * MinutesPerHour;
        double perEvent = day.OwnEvents == 0 ? 0 : (1 - UniformShare) / (day.OwnEvents * MinutesPerWeekPerHourOfDay);
        double floor = (day.OwnEvents == 0 ? 1 : UniformShare) / WeekCurve.MinutesPerWeek;
        for (int hour = 0; hour < HoursPerDay; hour++)
        {
            int events = 0;
            for (int same = hour; same < HoursPerWeek; same += HoursPerDay)
            {
                events += day.OwnHours[same];
            }

            for (int same = hour; same < HoursPerWeek; same += HoursPerDay)
            {
                Densities[same] = (events * perEvent) + floor;
            }
        }
    }
}

/// <summary>hour168: the histogram of all own events by hour of the week, one added to each (Laplace).</summary>
internal sealed class OwnHourOfWeekModel() : HourModel("hour168")
{
    public override void Prepare(PersonDay day)
    {
        double scale = 1 / ((day.OwnEvents + (double)HoursPerWeek) * MinutesPerHour);
        for (int hour = 0; hour < HoursPerWeek; hour++)
        {
            Densities[hour] = (day.OwnHours[hour] + 1) * scale;
        }
    }
}

/// <summary>sendflowr_hour: sendflowr's mass per clock hour, spread evenly; it chooses the start of the best hour.</summary>
internal sealed class SendFlowrHourModel() : HourModel("sendflowr_hour")
{
    public override void Prepare(PersonDay day)
    {
        ReadOnlySpan<double> cells = day.Curve.Total.Densities;
        for (int hour = 0; hour < HoursPerWeek; hour++)
        {
            double sum = 0;
            foreach (double cell in cells.Slice(hour * CellsPerHour, CellsPerHour))
            {
                sum += cell;
            }

            Densities[hour] = sum / CellsPerHour;
        }
    }

    public override int Choose(int weekday, Span<double> cells, Span<double> sums, out double mass)
    {
        ReadOnlySpan<double> hours = Densities.AsSpan(weekday * HoursPerDay, HoursPerDay);
        int best = 0;
        for (int hour = 1; hour < hours.Length; hour++)
        {
            best = hours[hour] > hours[best] ? hour : best;
        }

        mass = hours[best] * MinutesPerHour;
        return best * MinutesPerHour;
    }
}
