using SendFlowr.Model.Rings;

namespace SendFlowr.Model.Zones;

/// <summary>In which zones a person was seen: the newest 32 keys (week counted from 1970-01-01, zone), each with its least minute.</summary>
/// <remarks>
/// Works on the stored bytes: <c>count</c> sightings of five bytes, ascending by key. They are a pure function of the set of sightings, so
/// arrival order and repetition change nothing, and the ring of two people is the union of their rings. Not thread-safe on the same bytes.
/// </remarks>
public static class ZoneRing
{
    public const int Capacity = 32;
    public const int CapacityBytes = Capacity * ZoneSighting.SizeBytes;

    /// <summary>Puts a sighting in its place.</summary>
    /// <param name="ring">The bytes, with room for one more unless full.</param>
    /// <param name="count">Sightings in the ring, 0 … 32.</param>
    /// <param name="sighting">The sighting.</param>
    /// <returns>False when nothing changed.</returns>
    public static bool Add(Span<byte> ring, ref int count, ZoneSighting sighting) => SortedRing<ZoneSighting, ulong>.Add(ring, ref count, Capacity, sighting);

    /// <summary>The sightings by minute, those of one minute by zone; returns how many.</summary>
    /// <param name="ring">Whole sightings and nothing else.</param>
    /// <param name="sightings">Takes them; room for <see cref="Capacity"/>.</param>
    public static int ReadByMinute(ReadOnlySpan<byte> ring, Span<ZoneSighting> sightings)
    {
        int count = ring.Length / ZoneSighting.SizeBytes;
        for (int i = 0; i < count; i++)
        {
            ZoneSighting sighting = SortedRing<ZoneSighting, ulong>.At(ring, i);
            int place = i;
            for (; place > 0 && Follows(sightings[place - 1], sighting); place--)
            {
                sightings[place] = sightings[place - 1];
            }

            sightings[place] = sighting;
        }

        return count;
    }

    private static bool Follows(ZoneSighting left, ZoneSighting right) =>
        left.Minute > right.Minute || (left.Minute == right.Minute && left.Zone.Value > right.Zone.Value);
}
