namespace SendFlowr.Model.Backtest.Models;

/// <summary>hour168: the histogram of all own events by hour of the week, one added to each (Laplace).</summary>
internal sealed class OwnHourOfWeekModel() : HourModel("hour168")
{
    public override void Prepare(PersonDay day)
    {
        double scale = 1 / ((day.OwnEvents.Length + (double)HoursPerWeek) * MinutesPerHour);
        for (int hour = 0; hour < HoursPerWeek; hour++)
        {
            Densities[hour] = (day.OwnHours[hour] + 1) * scale;
        }
    }
}
