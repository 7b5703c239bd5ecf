using SendFlowr.Model.Curves;

namespace SendFlowr.Model.Backtest.Models;

/// <summary>hour24: the histogram of all own events by hour of the day, 99 %, with 1 % uniform; without events uniform.</summary>
internal sealed class OwnHourOfDayModel() : HourModel("hour24")
{
    private const double UniformShare = 0.01;

    public override void Prepare(PersonDay day)
    {
        const double MinutesPerWeekPerHourOfDay = 7 * MinutesPerHour;
        double perEvent = day.OwnEvents.IsEmpty ? 0 : (1 - UniformShare) / (day.OwnEvents.Length * MinutesPerWeekPerHourOfDay);
        double floor = (day.OwnEvents.IsEmpty ? 1 : UniformShare) / WeekCurve.MinutesPerWeek;
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
