using System.Globalization;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Mapping;

public class TimeTests
{
    [Theory]
    [InlineData("2026-03-01T10:00:00Z", "2026-03-01T10:00:00Z")]
    [InlineData("2026-03-01t10:00:00z", "2026-03-01T10:00:00Z")]
    [InlineData("2026-03-01 10:00:00+02:00", "2026-03-01T08:00:00Z")]
    [InlineData("2026-03-01T10:00:00-0530", "2026-03-01T15:30:00Z")]
    [InlineData("2026-03-01T10:00:00.1Z", "2026-03-01T10:00:00.100Z")]
    [InlineData("2026-03-01T10:00:00.123999999Z", "2026-03-01T10:00:00.123Z")]
    [InlineData("2024-02-29T23:59:60Z", "2024-03-01T00:00:00Z")]
    [InlineData(" 2026-03-01T10:00:00Z ", "2026-03-01T10:00:00Z")]
    public void reads_rfc3339(string text, string expected) => Read("format: rfc3339", $"\"{text}\"").ShouldBe(expected);

    [Theory]
    [InlineData("2026-02-29T10:00:00Z")]
    [InlineData("2026-13-01T10:00:00Z")]
    [InlineData("2026-03-01T24:00:00Z")]
    [InlineData("2026-03-01T10:60:00Z")]
    [InlineData("2026-03-01T10:00:61Z")]
    [InlineData("2026-03-01T10:00:00.Z")]
    [InlineData("2026-03-01T10:00:00+24:00")]
    [InlineData("2026-03-01T10:00:00+2:00")]
    [InlineData("2026-03-01T10:00:00Zulu")]
    [InlineData("2026-03-01")]
    [InlineData("26-03-01T10:00:00Z")]
    [InlineData("2026/03/01T10:00:00Z")]
    [InlineData("-026-03-01T10:00:00Z")]
    [InlineData("0000-03-01T10:00:00Z")]
    public void refuses_what_is_not_rfc3339(string text) =>
        Read("format: rfc3339", $"\"{text}\"").ShouldBe("bad_time: occurred_at is not a time in the declared format (rfc3339)");

    [Theory]
    [InlineData("unix_s", "1772359200", "2026-03-01T10:00:00Z")]
    [InlineData("unix_s", "\"1772359200\"", "2026-03-01T10:00:00Z")]
    [InlineData("unix_s", "1772359200.75", "2026-03-01T10:00:00.750Z")]
    [InlineData("unix_s", "1772359200.1239", "2026-03-01T10:00:00.123Z")]
    [InlineData("unix_ms", "1772359200123", "2026-03-01T10:00:00.123Z")]
    [InlineData("unix_us", "1772359200123456", "2026-03-01T10:00:00.123Z")]
    [InlineData("unix_ns", "1772359200123456789", "2026-03-01T10:00:00.123Z")]
    public void reads_counts_from_1970(string format, string value, string expected) => Read($"format: {format}", value).ShouldBe(expected);

    [Theory]
    [InlineData("unix_ms", "1772359200", "bad_time: occurred_at has 10 digits or fewer: milliseconds, not seconds")]
    [InlineData("unix_ms", "1772359200123.5", "bad_time: occurred_at has a fraction; only seconds (unix_s) may have one")]
    [InlineData("unix_ms", "1.772359200123e12", "bad_time: occurred_at is a number with an exponent or too many digits; send a plain whole number")]
    [InlineData("unix_s", "1772359200123", "bad_time: occurred_at has too many digits for seconds; declare unix_ms, unix_us or unix_ns")]
    [InlineData("unix_us", "1772359200123", "bad_time: occurred_at has too few digits for microseconds; declare unix_s or unix_ms")]
    [InlineData("unix_ns", "1772359200123456", "bad_time: occurred_at has too few digits for nanoseconds; declare unix_s, unix_ms or unix_us")]
    [InlineData("unix_ns", "9999999999999999999", "bad_time: occurred_at is a number with too many digits")]
    [InlineData("unix_s", "\"soon\"", "bad_time: occurred_at is not a time in the declared format (unix_s)")]
    [InlineData("unix_s", "-5", "time_out_of_range: occurred_at is before 2000-01-01 or more than 24 hours after its receipt")]
    public void a_wrong_count_gets_a_hint(string format, string value, string expected) => Read($"format: {format}", value).ShouldBe(expected);

    [Theory]
    [InlineData("'dd.MM.yyyy HH:mm:ss', zone: Europe/Berlin", "01.03.2026 11:00:00", "2026-03-01T10:00:00Z")]
    [InlineData("'dd.MM.yyyy HH:mm:ss', zone: Europe/Berlin", "01.07.2026 12:00:00", "2026-07-01T10:00:00Z")]
    [InlineData("'M/d/yyyy h:mm tt', zone: America/New_York", "3/1/2026 5:00 AM", "2026-03-01T10:00:00Z")]
    [InlineData("'yyyy-MM-dd HH:mm:ss', zone: '+05:30'", "2026-03-01 15:30:00", "2026-03-01T10:00:00Z")]
    [InlineData("'yyyyMMddHHmmss', zone: UTC", "20260301100000", "2026-03-01T10:00:00Z")]
    [InlineData("'dd/MMM/yyyy:HH:mm:ss zzz'", "01/Mar/2026:12:00:00 +02:00", "2026-03-01T10:00:00Z")]
    [InlineData("[rfc3339, 'dd.MM.yyyy HH:mm', unix_s], zone: UTC", "01.03.2026 10:00", "2026-03-01T10:00:00Z")]
    [InlineData("rfc3339, zone: Europe/Berlin", "2026-03-01T11:00:00", "2026-03-01T10:00:00Z")]
    [InlineData("rfc3339, zone: Europe/Berlin", "2026-03-01T11:00:00Z", "2026-03-01T11:00:00Z")]
    public void reads_patterns_with_a_declared_zone(string format, string text, string expected) =>
        Read($"format: {format}", $"\"{text}\"").ShouldBe(expected);

    [Fact]
    public void a_time_that_lacks_its_zone_is_refused() =>
        Read("format: rfc3339", "\"2026-03-01T10:00:00\"")
            .ShouldBe("bad_time: occurred_at has no zone; add Z or an offset such as +02:00, or declare 'zone' in the definition");

    [Fact]
    public void the_zone_of_the_definition_holds_for_every_time()
    {
        string definition = Feeds.With("occurred_at", "zone: Asia/Tokyo\noccurred_at: { path: ts, format: 'yyyy-MM-dd HH:mm' }\nsent_at: { path: sent, format: 'yyyy-MM-dd HH:mm', zone: UTC }");
        string mapped = Recorder.MapJson(definition, """{"id":"1","kind":"clicked","ts":"2026-03-01 19:00","sent":"2026-03-01 09:30"}""").Events[0];
        mapped.ShouldContain("\"occurred_at\":\"2026-03-01T10:00:00Z\"");
        mapped.ShouldContain("\"sent_at\":\"2026-03-01T09:30:00Z\"");
    }

    [Theory]
    [InlineData("2025-10-26 02:30", "2025-10-26T00:30:00Z")] // occurs twice: the first, in summer time
    [InlineData("2025-10-26 03:00", "2025-10-26T02:00:00Z")]
    [InlineData("2026-03-29 02:30", "2026-03-29T01:30:00Z")] // skipped: 03:30 summer time
    [InlineData("2026-03-29 01:59", "2026-03-29T00:59:00Z")]
    [InlineData("2026-03-29 03:00", "2026-03-29T01:00:00Z")]
    public void clock_changes_are_read_one_way(string local, string expected) =>
        Read("format: 'yyyy-MM-dd HH:mm', zone: Europe/Berlin", $"\"{local}\"").ShouldBe(expected);

    [Theory]
    [InlineData("0001-01-01T00:00:00")]
    [InlineData("9999-12-31T23:59:59")]
    public void the_ends_of_the_calendar_are_out_of_range_and_no_fault(string text) =>
        Read("format: rfc3339, zone: Pacific/Auckland", $"\"{text}\"").ShouldStartWith("time_out_of_range");

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("Europe/Dublin")]
    [InlineData("America/Santiago")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Asia/Tehran")]
    public void every_clock_change_is_read_as_documented(string zoneName)
    {
        TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(zoneName);
        DateTime end = new(2026, 11, 1, 0, 0, 0, DateTimeKind.Utc);
        int changes = 0;
        for (DateTime hour = new(2015, 1, 1, 0, 0, 0, DateTimeKind.Utc); hour < end; hour = hour.AddHours(1))
        {
            TimeSpan before = zone.GetUtcOffset(hour);
            TimeSpan after = zone.GetUtcOffset(hour.AddHours(1));
            if (before == after)
            {
                continue;
            }

            changes++;
            for (int minutes = -150; minutes <= 210; minutes += 10)
            {
                DateTime local = DateTime.SpecifyKind(hour + before, DateTimeKind.Unspecified).AddMinutes(minutes);
                DateTime earlier = DateTime.SpecifyKind(local - before, DateTimeKind.Utc);
                DateTime later = DateTime.SpecifyKind(local - after, DateTimeKind.Utc);

                // The reading with the old offset, if the old offset was still in force then or no instant reads so at all.
                bool isEarlier = zone.GetUtcOffset(earlier) == before;
                bool isLater = zone.GetUtcOffset(later) == after;
                DateTime expected = isEarlier || !isLater ? earlier : later;
                long actual = SendFlowr.Connectors.Evaluation.LocalTime.ToEpochMilliseconds(local, zone);
                actual.ShouldBe(SendFlowr.Connectors.Evaluation.LocalTime.EpochMilliseconds(expected), $"{zoneName} {local:s}");
            }
        }

        changes.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void rfc3339_agrees_with_the_platform()
    {
        const int seed = 23;
        Random random = new(seed);
        DateTimeOffset start = new(2000, 1, 2, 0, 0, 0, TimeSpan.Zero);
        for (int round = 0; round < 2000; round++)
        {
            DateTimeOffset time = start.AddMilliseconds(random.NextInt64(26L * 365 * 86_400_000)).ToOffset(TimeSpan.FromMinutes(random.Next(-840, 841)));
            string text = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
            string expected = time.UtcDateTime.ToString(time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            Read("format: rfc3339", $"\"{text}\"").ShouldBe(expected, $"seed {seed}, round {round}");
        }
    }

    private static string Read(string keys, string value)
    {
        Recorder recorder = Recorder.MapJson(
            Feeds.With("occurred_at", $"occurred_at: {{ path: ts, {keys} }}"), $$"""{"id":"1","kind":"clicked","ts":{{value}}}""");
        return recorder.Rejections.Count > 0
            ? $"{recorder.Rejections[0].Reason.Text()}: {recorder.Rejections[0].Detail}"
            : recorder.SingleEvent().GetProperty("occurred_at").GetString()!;
    }
}
