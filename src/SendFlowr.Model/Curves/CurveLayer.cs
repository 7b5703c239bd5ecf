namespace SendFlowr.Model.Curves;

/// <summary>The named parts that a person's curve is shown as the sum of.</summary>
public enum CurveLayer
{
    /// <summary>The person's own evidence: eight of the twelve parts.</summary>
    Own = 0,

    /// <summary>People with a similar week.</summary>
    Cohort = 1,

    /// <summary>Everyone, all that was ever seen, with what it lends the own parts and the guard.</summary>
    Population = 2,

    /// <summary>Everyone in the last week.</summary>
    Population7Days = 3,

    /// <summary>Everyone in the last month.</summary>
    Population30Days = 4,
}
