namespace SendFlowr.Model.Curves;

/// <summary>Numbers and sets of the parts a curve is made of: twelve times of day, four weekday profiles.</summary>
/// <remarks>Pure, thread-safe. The names are those of <c>curve.v1.json</c>.</remarks>
public static class CurveParts
{
    /// <summary>How many <see cref="CurvePart"/> there are.</summary>
    public const int TimeOfDayCount = 12;

    /// <summary>Weekday profiles, in stored order: uniform, the population's, the cohort's, the person's own.</summary>
    public const int WeekdayCount = 4;

    /// <summary>The first part that is the person's own; all from there on are.</summary>
    public const CurvePart FirstOwn = CurvePart.Own14Days20Minutes;

    /// <summary>Monday to Friday, and the weekend.</summary>
    public const int DayTypeCount = 2;

    public const int DaysPerWeek = 7;

    private const int Saturday = 5;

    /// <summary>Whether a part is the person's own evidence.</summary>
    public static bool IsOwn(CurvePart part) => part >= FirstOwn;

    /// <summary>0 for Monday to Friday, 1 for Saturday and Sunday.</summary>
    /// <param name="weekday">0 is Monday.</param>
    public static int DayTypeOf(int weekday) => weekday < Saturday ? 0 : 1;

    /// <summary>The stored name of a part, for example <c>own_week_30m</c>.</summary>
    public static string NameOf(CurvePart part) => TimeOfDayNames[(int)part];

    /// <summary>The part of a stored name.</summary>
    /// <exception cref="FormatException">No part has this name.</exception>
    public static CurvePart Parse(string name)
    {
        int part = TimeOfDayNames.ToList().IndexOf(name);
        return part >= 0 ? (CurvePart)part : throw new FormatException($"A curve has no part '{name}'.");
    }

    internal static IReadOnlyList<string> TimeOfDayNames { get; } =
    [
        "population", "population_7d", "population_30d", "cohort", "own_14d_20m", "own_14d_60m",
        "own_120d_20m", "own_120d_60m", "own_all_5m", "own_all_20m", "own_week_30m", "own_daytype_120d_60m",
    ];

    internal static IReadOnlyList<string> WeekdayNames { get; } = ["uniform", "population", "cohort", "own"];
}
