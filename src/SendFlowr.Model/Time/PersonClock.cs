namespace SendFlowr.Model.Time;

/// <summary>The clock a person lives by: its offsets from UTC and since when each holds.</summary>
/// <remarks>
/// Habits are kept in this clock (minute of day and week), days of cuts and votes are not. The default value is UTC. What zones there are
/// and when they change is the caller's business, so that the same clock gives the same bits everywhere. Immutable, thread-safe.
/// </remarks>
public readonly struct PersonClock : IEquatable<PersonClock>
{
    /// <summary>Offsets are −18 h … +18 h, as ISO 8601 allows.</summary>
    public const int MaxOffsetMinutes = 18 * 60;

    private readonly ReadOnlyMemory<ClockOffset> _offsets;

    private PersonClock(ReadOnlyMemory<ClockOffset> offsets) => _offsets = offsets;

    public static PersonClock Utc => default;

    /// <summary>It is UTC at all times.</summary>
    public bool IsUtc => _offsets.IsEmpty;

    /// <summary>The offsets by the minute from which on each holds; the first one holds before it, too. None: UTC.</summary>
    public ReadOnlySpan<ClockOffset> Offsets => _offsets.Span;

    /// <summary>A clock always ahead of UTC by the given minutes (behind it when negative).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not within −1080 … 1080.</exception>
    public static PersonClock FromOffset(int offsetMinutes)
    {
        RequireOffset(offsetMinutes);
        return offsetMinutes == 0 ? Utc : new PersonClock(new[] { new ClockOffset(0, offsetMinutes) });
    }

    /// <summary>A clock of offsets, the earliest first.</summary>
    /// <param name="offsets">Must not change afterwards.</param>
    /// <exception cref="ArgumentException">Minutes do not rise.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An offset is not within −1080 … 1080.</exception>
    public static PersonClock FromOffsets(ReadOnlyMemory<ClockOffset> offsets)
    {
        ReadOnlySpan<ClockOffset> span = offsets.Span;
        for (int i = 0; i < span.Length; i++)
        {
            RequireOffset(span[i].OffsetMinutes);
            if (i > 0 && span[i].FromMinute <= span[i - 1].FromMinute)
            {
                throw new ArgumentException($"The offset from minute {span[i].FromMinute} on follows one from minute {span[i - 1].FromMinute} on.", nameof(offsets));
            }
        }

        return new PersonClock(offsets);
    }

    /// <summary>Minutes ahead of UTC at a minute counted from 1970-01-01T00:00Z.</summary>
    public int OffsetMinutesAt(long epochMinute)
    {
        ReadOnlySpan<ClockOffset> offsets = _offsets.Span;
        return offsets.IsEmpty ? 0 : offsets[IndexAt(offsets, epochMinute)].OffsetMinutes;
    }

    /// <summary>The first minute after one at which the offset changes; <see cref="long.MaxValue"/> when it does not any more.</summary>
    public long NextChangeAfter(long epochMinute)
    {
        ReadOnlySpan<ClockOffset> offsets = _offsets.Span;
        for (int i = offsets.IsEmpty ? 0 : IndexAt(offsets, epochMinute) + 1; i < offsets.Length; i++)
        {
            if (offsets[i].OffsetMinutes != offsets[i - 1].OffsetMinutes)
            {
                return offsets[i].FromMinute;
            }
        }

        return long.MaxValue;
    }

    /// <summary>The minute of the week this clock shows at a minute counted from 1970-01-01T00:00Z.</summary>
    public MinuteOfWeek MinuteOfWeekAt(long epochMinute) =>
        MinuteOfWeek.FromEpochMinute(epochMinute + OffsetMinutesAt(epochMinute));

    /// <summary>The same clock for minutes of a stretch, in as few offsets as it takes.</summary>
    /// <param name="firstMinute">First minute, inclusive.</param>
    /// <param name="lastMinute">Last minute, inclusive; not before the first.</param>
    public PersonClock Within(long firstMinute, long lastMinute)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lastMinute, firstMinute);
        if (_offsets.IsEmpty)
        {
            return this;
        }

        List<ClockOffset> kept = [new ClockOffset(firstMinute, OffsetMinutesAt(firstMinute))];
        for (long change = NextChangeAfter(firstMinute); change <= lastMinute; change = NextChangeAfter(change))
        {
            kept.Add(new ClockOffset(change, OffsetMinutesAt(change)));
        }

        return kept is [{ OffsetMinutes: 0 }] ? Utc : new PersonClock(kept.ToArray());
    }

    public bool Equals(PersonClock other) => _offsets.Span.SequenceEqual(other._offsets.Span);

    public override bool Equals(object? obj) => obj is PersonClock other && Equals(other);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (ClockOffset offset in _offsets.Span)
        {
            hash.Add(offset);
        }

        return hash.ToHashCode();
    }

    public static bool operator ==(PersonClock left, PersonClock right) => left.Equals(right);

    public static bool operator !=(PersonClock left, PersonClock right) => !left.Equals(right);

    /// <summary>The last offset that holds from the minute or before it on; the first one when none does.</summary>
    private static int IndexAt(ReadOnlySpan<ClockOffset> offsets, long epochMinute)
    {
        int low = 0;
        int high = offsets.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) >>> 1;
            if (offsets[middle].FromMinute <= epochMinute)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private static void RequireOffset(int offsetMinutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(offsetMinutes, -MaxOffsetMinutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offsetMinutes, MaxOffsetMinutes);
    }
}
