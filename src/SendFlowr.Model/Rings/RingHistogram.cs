using SendFlowr.Model.Time;

namespace SendFlowr.Model.Rings;

/// <summary>Histogram of a ring over the week in the person's clock, in any of the four projections.</summary>
/// <remarks>Pure, thread-safe, allocates nothing.</remarks>
public static class RingHistogram
{
    public const int MinuteSlots = MinuteOfWeek.MinutesPerWeek;
    public const int HourOfWeekSlots = 168;
    public const int HourOfDaySlots = 24;
    public const int WeekdaySlots = 7;

    private const int MinutesPerHour = 60;

    /// <summary>Counts the entries of the given classes whose minute lies in [fromMinute, toMinute); earlier contents are cleared.</summary>
    /// <param name="ring">An evidence or delivery ring.</param>
    /// <param name="classes">What to count.</param>
    /// <param name="fromMinute">First minute since 1970-01-01T00:00Z, inclusive.</param>
    /// <param name="toMinute">End minute, exclusive.</param>
    /// <param name="clock">The clock that says which minute of the week an entry falls in.</param>
    /// <param name="slots">10,080 minutes, 168 hours of the week, 24 hours of the day or 7 weekdays; slot 0 is Monday 00:00.</param>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    public static void Fill(RingView ring, EvidenceClassSet classes, long fromMinute, long toMinute, PersonClock clock, Span<int> slots)
    {
        if (slots.Length is not (MinuteSlots or HourOfWeekSlots or HourOfDaySlots or WeekdaySlots))
        {
            throw new ArgumentException($"A week has 10080, 168, 24 or 7 slots, not {slots.Length}.", nameof(slots));
        }

        slots.Clear();
        for (int i = 0; i < ring.Count; i++)
        {
            RingEntry entry = ring[i];
            if (entry.Minute >= fromMinute && entry.Minute < toMinute && classes.Contains(entry.Class))
            {
                slots[SlotOf(clock.MinuteOfWeekAt(entry.Minute), slots.Length)]++;
            }
        }
    }

    private static int SlotOf(MinuteOfWeek minute, int slotCount) => slotCount switch
    {
        MinuteSlots => minute.Value,
        HourOfWeekSlots => minute.Value / MinutesPerHour,
        HourOfDaySlots => minute.MinuteOfDay / MinutesPerHour,
        _ => minute.Weekday,
    };
}
