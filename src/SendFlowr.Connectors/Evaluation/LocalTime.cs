namespace SendFlowr.Connectors.Evaluation;

/// <summary>Turns the reading of a local clock into an instant.</summary>
/// <remarks>
/// When clocks go back, a reading that occurs twice means its first occurrence. When they go forward, a reading that was
/// skipped is taken with the offset before the change, so it moves ahead by the gap, as ISO calendars in most libraries do.
/// </remarks>
internal static class LocalTime
{
    public static long ToEpochMilliseconds(DateTime local, TimeZoneInfo zone)
    {
        TimeSpan offset = Offset(local, zone);
        return EpochMilliseconds(local) - (offset.Ticks / TimeSpan.TicksPerMillisecond);
    }

    /// <summary>Milliseconds from 1970-01-01 to a date and time, taken as UTC whatever its kind.</summary>
    public static long EpochMilliseconds(DateTime time)
    {
        long ticks = time.Ticks - DateTime.UnixEpoch.Ticks;
        long milliseconds = ticks / TimeSpan.TicksPerMillisecond;
        return ticks % TimeSpan.TicksPerMillisecond < 0 ? milliseconds - 1 : milliseconds;
    }

    /// <summary>
    /// The offset that the reading means. Asks the zone about instants only: its answers about local times differ from this
    /// where winter is the deviation from standard time (Europe/Dublin, Africa/Casablanca).
    /// </summary>
    private static TimeSpan Offset(DateTime local, TimeZoneInfo zone)
    {
        if (local.Year is <= 1 or >= 9999)
        {
            return zone.BaseUtcOffset;
        }

        DateTime instant = DateTime.SpecifyKind(local, DateTimeKind.Utc);
        TimeSpan before = zone.GetUtcOffset(instant.AddDays(-1));
        TimeSpan after = zone.GetUtcOffset(instant.AddDays(1));
        bool changes = before != after;
        bool meansAfter = changes && zone.GetUtcOffset(instant - before) != before && zone.GetUtcOffset(instant - after) == after;
        return meansAfter ? after : before;
    }
}
