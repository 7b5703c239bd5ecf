using SendFlowr.Model.Time;

namespace SendFlowr.Model.Zones;

/// <summary>A named time zone or a fixed offset from UTC, as a number of 13 bits. Immutable; the default is the offset −1080.</summary>
/// <remarks>0 … 2160 are offsets of −1080 … 1080 minutes, what follows the names of <see cref="ZoneNames"/> by their numbers.</remarks>
public readonly record struct ZoneCode
{
    public const int Bits = 13;

    private const int FirstName = (2 * PersonClock.MaxOffsetMinutes) + 1;

    private ZoneCode(int value) => Value = value;

    /// <summary>0 … 8191.</summary>
    public int Value { get; }

    /// <summary>It is a fixed offset.</summary>
    public bool IsOffset => Value < FirstName;

    /// <summary>Minutes ahead of UTC; only of a fixed offset.</summary>
    public int OffsetMinutes => Value - PersonClock.MaxOffsetMinutes;

    /// <summary>Number of the name; only of a named zone.</summary>
    public int NameNumber => Value - FirstName;

    /// <exception cref="ArgumentOutOfRangeException">Not within −1080 … 1080.</exception>
    public static ZoneCode OfOffset(int minutes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minutes, -PersonClock.MaxOffsetMinutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, PersonClock.MaxOffsetMinutes);
        return new ZoneCode(minutes + PersonClock.MaxOffsetMinutes);
    }

    /// <summary>By the number of a name of <see cref="ZoneNames"/>.</summary>
    public static ZoneCode OfName(int number) => OfValue(number + FirstName);

    /// <summary>By the number that a row keeps.</summary>
    public static ZoneCode OfValue(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(value, 1 << Bits);
        return new ZoneCode(value);
    }
}
