using System.Runtime.CompilerServices;
using NodaTime;
using NodaTime.TimeZones;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;
using SendFlowr.Model.Zones;

namespace SendFlowr.Pipeline.Zones;

/// <summary>The clock of each zone, by the rules of the IANA database that is built in. Thread-safe.</summary>
/// <remarks>Built in, so that every instance of a deployment has the same rules and none needs those of its machine.</remarks>
public static class ZoneRules
{
    private static readonly StrongBox<PersonClock>?[] Clocks = new StrongBox<PersonClock>?[1 << ZoneCode.Bits];

    /// <summary>The clock of a zone; UTC of a number that has no zone.</summary>
    public static PersonClock ClockOf(ZoneCode zone)
    {
        if (Volatile.Read(ref Clocks[zone.Value]) is { } known)
        {
            return known.Value;
        }

        // Two threads may both make it; they make the same.
        PersonClock clock = zone.IsOffset ? PersonClock.FromOffset(zone.OffsetMinutes) : Named(zone.NameNumber);
        Volatile.Write(ref Clocks[zone.Value], new StrongBox<PersonClock>(clock));
        return clock;
    }

    /// <summary>The clock of a zone by its IANA name; false when there is no such zone.</summary>
    public static bool TryGetClock(string name, out PersonClock clock)
    {
        bool known = ZoneNames.Default.TryGetNumber(name, out int number);
        clock = known ? ClockOf(ZoneCode.OfName(number)) : PersonClock.Utc;
        return known;
    }

    private static PersonClock Named(int number)
    {
        IReadOnlyList<string> names = ZoneNames.Default.All;
        DateTimeZone? zone = number < names.Count ? DateTimeZoneProviders.Tzdb.GetZoneOrNull(names[number]) : null;
        if (zone is null)
        {
            return PersonClock.Utc;
        }

        List<ClockOffset> offsets = [];
        foreach (ZoneInterval interval in zone.GetZoneIntervals(Instant.FromUnixTimeSeconds(0), Instant.FromUnixTimeSeconds(RingEntry.MaxMinute * 60L)))
        {
            long from = interval.HasStart ? Math.Max(0, interval.Start.ToUnixTimeSeconds() / 60) : 0;
            int minutes = interval.WallOffset.Seconds / 60;
            if (offsets.Count == 0 || offsets[^1].OffsetMinutes != minutes)
            {
                offsets.Add(new ClockOffset(from, minutes));
            }
        }

        return offsets is [{ OffsetMinutes: var only }] ? PersonClock.FromOffset(only) : PersonClock.FromOffsets(offsets.ToArray());
    }
}
