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

    private static TimeSpan Offset(DateTime local, TimeZoneInfo zone)
    {
        if (!zone.SupportsDaylightSavingTime)
        {
            // No rule that changes within a year; offsets that changed over the years are in GetUtcOffset.
            return zone.GetUtcOffset(local);
        }

        if (zone.IsAmbiguousTime(local))
        {
            return zone.GetAmbiguousTimeOffsets(local).Max();
        }

        return zone.IsInvalidTime(local) && local > DateTime.MinValue.AddDays(1)
            ? zone.GetUtcOffset(local.AddDays(-1))
            : zone.GetUtcOffset(local);
    }
}
