namespace SendFlowr.Model.Backtest.Models;

/// <summary>sendflowr_hour: sendflowr's mass per clock hour, spread evenly; it chooses the start of the best hour.</summary>
internal sealed class SendFlowrHourModel() : HourModel("sendflowr_hour")
{
    public override void Prepare(PersonDay day)
    {
        ReadOnlySpan<double> cells = day.Week.Total.Densities;
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
