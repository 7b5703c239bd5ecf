using NodaTime;
using SendFlowr.Model.Time;
using SendFlowr.Model.Zones;
using SendFlowr.Pipeline.Zones;

namespace SendFlowr.Pipeline.Tests.Zones;

public sealed class PersonClocksTests
{
    private static readonly long Winter = Minute("2026-01-15T12:00:00Z");
    private static readonly long Summer = Minute("2026-07-15T12:00:00Z");

    private readonly PersonClocks _clocks = PersonClocks.OfPeople("America/New_York");

    [Fact]
    public void who_was_seen_in_no_zone_lives_by_the_default()
    {
        _clocks.Of([]).OffsetMinutesAt(Winter).ShouldBe(-300);
        _clocks.Of([]).OffsetMinutesAt(Summer).ShouldBe(-240);
        PersonClocks.Utc.Of(Ring((Winter, Named("Asia/Tokyo")))).IsUtc.ShouldBeTrue();
    }

    [Fact]
    public void one_zone_holds_at_all_times_with_its_daylight_saving()
    {
        PersonClock clock = _clocks.Of(Ring((Summer, Named("Europe/Berlin"))));
        clock.OffsetMinutesAt(Winter).ShouldBe(60);
        clock.OffsetMinutesAt(Summer).ShouldBe(120);
        long nine = Minute("2026-03-28T08:00:00Z");
        clock.MinuteOfWeekAt(nine).MinuteOfDay.ShouldBe(540);
        clock.MinuteOfWeekAt(nine + (24 * 60) - 60).MinuteOfDay.ShouldBe(540);
    }

    [Fact]
    public void an_offset_that_the_named_zone_has_says_nothing_new()
    {
        PersonClock clock = _clocks.Of(Ring((Winter, Named("Europe/Berlin")), (Summer, ZoneCode.OfOffset(120))));
        clock.OffsetMinutesAt(Summer + (180 * 1440)).ShouldBe(60);
    }

    [Fact]
    public void another_offset_is_a_move()
    {
        PersonClock clock = _clocks.Of(Ring((Winter, Named("Europe/Berlin")), (Summer, ZoneCode.OfOffset(540))));
        clock.OffsetMinutesAt(Summer - 1).ShouldBe(120);
        clock.OffsetMinutesAt(Summer).ShouldBe(540);
        clock.OffsetMinutesAt(Summer + (180 * 1440)).ShouldBe(540);
    }

    [Fact]
    public void each_zone_holds_until_the_next_one_and_the_first_before_it()
    {
        long autumn = Minute("2026-10-01T00:00:00Z");
        PersonClock clock = _clocks.Of(Ring((Winter, Named("Europe/Berlin")), (Summer, Named("Asia/Tokyo")), (autumn, Named("Europe/Berlin"))));
        clock.OffsetMinutesAt(Winter - (365 * 1440)).ShouldBe(60);
        clock.OffsetMinutesAt(Summer - 1).ShouldBe(120);
        clock.OffsetMinutesAt(Summer).ShouldBe(540);
        clock.OffsetMinutesAt(autumn).ShouldBe(120);
        clock.OffsetMinutesAt(autumn + (60 * 1440)).ShouldBe(60);
    }

    [Fact]
    public void an_unknown_default_zone_is_refused_by_name() =>
        Should.Throw<ArgumentException>(() => PersonClocks.OfPeople("Europe/Berln")).Message.ShouldContain("'Europe/Berln' is no time zone");

    [Fact]
    public void clocks_are_those_of_the_database_hour_by_hour()
    {
        foreach (string name in new[] { "Africa/Monrovia", "America/Santiago", "Asia/Kathmandu", "Australia/Lord_Howe", "Europe/Dublin", "Pacific/Apia", "UTC" })
        {
            ZoneRules.TryGetClock(name, out PersonClock clock).ShouldBeTrue();
            DateTimeZone zone = DateTimeZoneProviders.Tzdb[name];
            for (long minute = Minute("2009-01-01T00:00:00Z"); minute < Minute("2013-01-01T00:00:00Z"); minute += 30)
            {
                clock.OffsetMinutesAt(minute).ShouldBe(zone.GetUtcOffset(Instant.FromUnixTimeSeconds(minute * 60)).Seconds / 60, $"{name} {minute}");
            }
        }
    }

    [Fact]
    public void every_zone_of_the_database_has_a_number()
    {
        DateTimeZoneProviders.Tzdb.Ids.Where(id => !ZoneNames.Default.TryGetNumber(id, out _)).ShouldBeEmpty();
        ZoneNames.Default.All.Distinct().Count().ShouldBe(ZoneNames.Default.All.Count);
        ZoneNames.Default.All.Where(name => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is null).ShouldBeEmpty();
        ZoneNames.Default.TryGetNumber("Europe/Berlin", out int berlin).ShouldBeTrue();
        berlin.ShouldBe(433, "a name's number is stored in rows: new names go to the end of the file");
    }

    private static ZoneCode Named(string name)
    {
        ZoneNames.Default.TryGetNumber(name, out int number).ShouldBeTrue();
        return ZoneCode.OfName(number);
    }

    private static byte[] Ring(params (long Minute, ZoneCode Zone)[] sightings)
    {
        byte[] ring = new byte[ZoneRing.CapacityBytes];
        int count = 0;
        foreach ((long minute, ZoneCode zone) in sightings)
        {
            ZoneRing.Add(ring, ref count, new ZoneSighting((int)minute, zone)).ShouldBeTrue();
        }

        return ring[..(count * ZoneSighting.SizeBytes)];
    }

    private static long Minute(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds() / 60;
}
