namespace SendFlowr.Model.Curves;

/// <summary>The named parts a personal curve is the sum of.</summary>
public enum CurveLayer
{
    /// <summary>The person's own times of day, on the days of the blended weekday profile: the part that is the person's own evidence.</summary>
    OwnTimeOfDay = 0,

    /// <summary>The population's times of day, moved to the weekdays the person is active on.</summary>
    OwnWeekday = 1,

    /// <summary>The population's times of day on the population's weekdays.</summary>
    Population = 2,
}
