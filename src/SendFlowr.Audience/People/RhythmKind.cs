namespace SendFlowr.Audience.People;

/// <summary>What kind of days a person has. The default is <see cref="Regular"/>.</summary>
public enum RhythmKind
{
    /// <summary>A few habitual times of day between early morning and late evening.</summary>
    Regular = 0,

    /// <summary>The same around midnight.</summary>
    NightOwl = 1,

    /// <summary>No habit at all: any minute is as good as any other.</summary>
    Patternless = 2,

    /// <summary>Has days like a regular person and hardly ever comes.</summary>
    Absent = 3,
}
