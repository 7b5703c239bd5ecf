using SendFlowr.Model.Time;
using SendFlowr.Model.Zones;
using SendFlowr.Pipeline.Rows;

namespace SendFlowr.Pipeline.Zones;

/// <summary>The clock that a person's habits are kept in, from the zones the person was seen in. Immutable, thread-safe.</summary>
/// <remarks>
/// A zone holds from its sighting to the next one, the first also before. A fixed offset that is the offset of the named zone at that time
/// says nothing new: the name knows daylight saving, the offset does not.
/// </remarks>
public sealed class PersonClocks
{
    /// <summary>No decision looks further back from the end of its window when there is no evidence.</summary>
    private const long DecisionMinutes = 64 * 24 * 60;

    private readonly PersonClock _default;
    private readonly bool _isUtc;

    private PersonClocks(string name, PersonClock fallback, bool isUtc)
    {
        Name = name;
        _default = fallback;
        _isUtc = isUtc;
    }

    /// <summary>Everybody's habits are kept in UTC.</summary>
    public static PersonClocks Utc { get; } = new("utc", PersonClock.Utc, true);

    /// <summary>What priors learned by these clocks are marked with: <c>utc</c>, or <c>person/</c> and the default zone.</summary>
    public string Name { get; }

    /// <summary>Everybody's habits are kept in the person's own clock.</summary>
    /// <param name="defaultZone">IANA name of the zone of those who were seen in none.</param>
    /// <exception cref="ArgumentException">There is no such zone.</exception>
    public static PersonClocks OfPeople(string defaultZone) => ZoneNames.Default.TryGetNumber(defaultZone, out int number)
        ? new PersonClocks($"person/{defaultZone}", ZoneRules.ClockOf(ZoneCode.OfName(number)), false)
        : throw new ArgumentException($"'{defaultZone}' is no time zone; give an IANA name such as Europe/Berlin.", nameof(defaultZone));

    /// <summary>The clock of a person; of one who was seen in no zone the default.</summary>
    /// <param name="zones">The sightings of a <see cref="ZoneRing"/>.</param>
    public PersonClock Of(ReadOnlySpan<byte> zones)
    {
        if (_isUtc)
        {
            return PersonClock.Utc;
        }

        Span<ZoneSighting> sightings = stackalloc ZoneSighting[ZoneRing.Capacity];
        sightings = sightings[..ZoneRing.ReadByMinute(zones, sightings)];
        int stays = KeepMoves(sightings);
        return stays switch
        {
            0 => _default,
            1 => ZoneRules.ClockOf(sightings[0].Zone),
            _ => Join(sightings[..stays]),
        };
    }

    /// <summary>The clock of a person as far as a decision needs it: from the oldest evidence to an end.</summary>
    /// <param name="timingRow">The person's timing row; empty: nothing is known.</param>
    /// <param name="end">The end of the window.</param>
    public PersonClock Of(ReadOnlySpan<byte> timingRow, Timestamp end)
    {
        if (_isUtc)
        {
            return PersonClock.Utc;
        }

        TimingRow row = TimingRow.Read(timingRow);
        long first = row.Evidence.Count > 0 ? Math.Min(row.Evidence[0].Place, end.EpochMinute) : end.EpochMinute - DecisionMinutes;
        return Of(row.Zones).Within(Math.Max(0, first), end.EpochMinute);
    }

    /// <summary>Keeps, at the front, the sightings at which the zone changes.</summary>
    private static int KeepMoves(Span<ZoneSighting> sightings)
    {
        int kept = 0;
        foreach (ZoneSighting sighting in sightings)
        {
            if (kept == 0 || !SaysTheSame(sightings[kept - 1].Zone, sighting))
            {
                sightings[kept++] = sighting;
            }
        }

        return kept;
    }

    private static bool SaysTheSame(ZoneCode current, ZoneSighting sighting) =>
        current == sighting.Zone
        || (!current.IsOffset && sighting.Zone.IsOffset && ZoneRules.ClockOf(current).OffsetMinutesAt(sighting.Minute) == sighting.Zone.OffsetMinutes);

    private static PersonClock Join(ReadOnlySpan<ZoneSighting> stays)
    {
        List<ClockOffset> offsets = [];
        for (int i = 0; i < stays.Length; i++)
        {
            long first = i == 0 ? 0 : stays[i].Minute;
            long last = i + 1 < stays.Length ? stays[i + 1].Minute - 1 : int.MaxValue;
            PersonClock clock = ZoneRules.ClockOf(stays[i].Zone);
            for (long from = first; from <= last; from = clock.NextChangeAfter(from))
            {
                offsets.Add(new ClockOffset(from, clock.OffsetMinutesAt(from)));
            }
        }

        return PersonClock.FromOffsets(offsets.ToArray());
    }
}
