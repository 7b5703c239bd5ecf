using SendFlowr.Audience.Chances;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Messages;

/// <summary>Who comes back after leaving a list, and when. Pure, thread-safe.</summary>
internal static class Subscription
{
    /// <summary>Longest time after which somebody comes back.</summary>
    public const int MostDays = 20;

    private const double ReturnChance = 0.3;
    private const int LeastDays = 3;

    /// <summary>When a person who left at an instant subscribes again; null: never.</summary>
    public static Timestamp? ReturnAfter(Timestamp left, ulong seed, int person)
    {
        Chance chance = Chance.At(seed, ChancePurpose.Leaving, person, left.EpochMilliseconds);
        return chance.Happens(ReturnChance)
            ? new Timestamp(left.EpochMilliseconds + (long)(chance.Uniform(LeastDays, MostDays) * Timestamp.MillisecondsPerDay))
            : null;
    }
}
