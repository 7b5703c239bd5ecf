using SendFlowr.Model.Zones;

namespace SendFlowr.Model.Tests.Zones;

public class ZoneRingTests
{
    private const int Week = 10_080;

    private static readonly ZoneCode Berlin = ZoneCode.OfName(300);
    private static readonly ZoneCode Tokyo = ZoneCode.OfName(310);

    [Fact]
    public void a_sighting_survives_its_five_bytes()
    {
        Span<byte> bytes = stackalloc byte[ZoneSighting.SizeBytes];
        foreach (ZoneSighting sighting in new[] { new ZoneSighting(0, ZoneCode.OfOffset(-1080)), new ZoneSighting((1 << 27) - 1, ZoneCode.OfValue(8191)) })
        {
            sighting.Write(bytes);
            ZoneSighting.Read(bytes).ShouldBe(sighting);
        }
    }

    [Fact]
    public void codes_tell_offsets_from_names()
    {
        ZoneCode.OfOffset(1080).IsOffset.ShouldBeTrue();
        ZoneCode.OfOffset(-330).OffsetMinutes.ShouldBe(-330);
        ZoneCode.OfName(0).IsOffset.ShouldBeFalse();
        ZoneCode.OfName(0).Value.ShouldBe(ZoneCode.OfOffset(1080).Value + 1);
        ZoneCode.OfName(596).NameNumber.ShouldBe(596);
        Should.Throw<ArgumentOutOfRangeException>(() => ZoneCode.OfOffset(1081));
        Should.Throw<ArgumentOutOfRangeException>(() => ZoneCode.OfValue(8192));
    }

    [Fact]
    public void within_a_week_a_zone_is_kept_once_at_its_least_minute()
    {
        byte[] ring = new byte[ZoneRing.CapacityBytes];
        int count = 0;
        ZoneRing.Add(ring, ref count, new ZoneSighting(Week + 50, Berlin)).ShouldBeTrue();
        ZoneRing.Add(ring, ref count, new ZoneSighting(Week + 60, Berlin)).ShouldBeFalse();
        ZoneRing.Add(ring, ref count, new ZoneSighting(Week + 40, Berlin)).ShouldBeTrue();
        ZoneRing.Add(ring, ref count, new ZoneSighting(Week + 45, Tokyo)).ShouldBeTrue();
        Read(ring, count).ShouldBe([new ZoneSighting(Week + 40, Berlin), new ZoneSighting(Week + 45, Tokyo)]);
    }

    [Fact]
    public void the_order_of_arrival_changes_no_byte()
    {
        Random random = new(5);
        for (int round = 0; round < 200; round++)
        {
            ZoneSighting[] sightings =
                [.. Enumerable.Range(0, random.Next(1, 120)).Select(_ => new ZoneSighting(random.Next(60 * Week), ZoneCode.OfName(random.Next(3))))];
            byte[] first = Fill(sightings);
            random.Shuffle(sightings);
            Fill([.. sightings, .. sightings]).ShouldBe(first);
        }
    }

    [Fact]
    public void a_full_ring_keeps_the_newest_weeks()
    {
        ZoneSighting[] sightings = [.. Enumerable.Range(0, 40).Select(week => new ZoneSighting(week * Week, Berlin))];
        byte[] ring = Fill(sightings);
        Read(ring, ZoneRing.Capacity).ShouldBe(sightings[8..]);
        int count = ZoneRing.Capacity;
        ZoneRing.Add(ring, ref count, sightings[0]).ShouldBeFalse();
        count.ShouldBe(ZoneRing.Capacity);
    }

    private static byte[] Fill(ZoneSighting[] sightings)
    {
        byte[] ring = new byte[ZoneRing.CapacityBytes];
        int count = 0;
        foreach (ZoneSighting sighting in sightings)
        {
            ZoneRing.Add(ring, ref count, sighting);
        }

        return ring[..(count * ZoneSighting.SizeBytes)].ToArray();
    }

    private static ZoneSighting[] Read(byte[] ring, int count)
    {
        ZoneSighting[] sightings = new ZoneSighting[ZoneRing.Capacity];
        return sightings[..ZoneRing.ReadByMinute(ring.AsSpan(0, count * ZoneSighting.SizeBytes), sightings)];
    }
}
