using SendFlowr.Model.Time;

namespace SendFlowr.Cli.Verbs.Demo;

/// <summary>What the demo plays, day by day. Times are virtual, so that a seed means the same figures on any day. Immutable.</summary>
/// <param name="People">Number of people.</param>
/// <param name="Days">Days in all, history and campaigns.</param>
/// <param name="Seed">Seed of audience and arms.</param>
internal sealed record DemoPlan(int People, int Days, long Seed)
{
    /// <summary>2026-01-05, a Monday, in days since 1970-01-01.</summary>
    public const long FirstDay = 20_458;

    /// <summary>Hour (UTC) at which campaigns have always gone out: ten in the morning in the home market.</summary>
    public const int CampaignHour = 9;

    /// <summary>Hour at which the day's requests come in: early enough to trigger before the window for an arrival at its beginning.</summary>
    public const int RequestHour = 7;

    /// <summary>Length of the window in which a message may arrive: until the minute before the next campaign.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes((24 * 60) - 1);

    private const int MostCampaignDays = 14;

    /// <summary>Days with requests, one for everybody: two weeks, or half of a shorter demo.</summary>
    public int CampaignDays => Math.Min(MostCampaignDays, Days / 2);

    /// <summary>The day of the first requests. The last window ends on the last day, and leaves time for answers.</summary>
    public long FirstCampaignDay => EndDay - 1 - CampaignDays;

    /// <summary>The day after the last.</summary>
    public long EndDay => FirstDay + Days;

    public Timestamp End => Timestamp.FromEpochDay(EndDay);

    /// <summary>An hour of a day.</summary>
    public static Timestamp At(long day, int hour) => Timestamp.FromEpochDay(day).Plus(TimeSpan.FromHours(hour));

    /// <summary>Whether a campaign went out on a day of the history: Mondays and Thursdays.</summary>
    public static bool IsHabitualCampaign(long day) => UtcDay.Weekday(day) is 0 or 3;
}
