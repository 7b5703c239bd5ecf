namespace SendFlowr.Model.Curves;

/// <summary>The named curves of which a person's time of day is a weighted sum; the numbers are stored.</summary>
/// <remarks>
/// "Own" parts come from the person's ring: each is (Σ w_i K(k − k_i) + g(k|d))/(Σ w_i + 1), so that without evidence it is the
/// population. <see cref="CurveParts"/> has what is known of each.
/// </remarks>
public enum CurvePart
{
    /// <summary>g(k|d), all the tenant has seen, 20-minute kernel.</summary>
    Population = 0,

    /// <summary>The tenant's week with a half-life of 7 days, 45-minute kernel.</summary>
    Population7Days = 1,

    /// <summary>The tenant's day with a half-life of 30 days, 20-minute kernel.</summary>
    Population30Days = 2,

    /// <summary>People with a similar week: the twelve shapes, mixed by the person's weights.</summary>
    Cohort = 3,

    /// <summary>Own times of day, half-life 14 days, 20-minute kernel.</summary>
    Own14Days20Minutes = 4,

    /// <summary>Own times of day, half-life 14 days, 60-minute kernel.</summary>
    Own14Days60Minutes = 5,

    /// <summary>Own times of day, half-life 120 days, 20-minute kernel.</summary>
    Own120Days20Minutes = 6,

    /// <summary>Own times of day, half-life 120 days, 60-minute kernel.</summary>
    Own120Days60Minutes = 7,

    /// <summary>Own times of day without decay, 5-minute kernel: habits to the minute.</summary>
    OwnAll5Minutes = 8,

    /// <summary>Own times of day without decay, 20-minute kernel.</summary>
    OwnAll20Minutes = 9,

    /// <summary>Own minutes of the week without decay, 30-minute kernel.</summary>
    OwnWeek30Minutes = 10,

    /// <summary>Own times of day on days of the same type (Monday to Friday, or the weekend), half-life 120 days, 60-minute kernel.</summary>
    OwnDayType60Minutes = 11,
}
