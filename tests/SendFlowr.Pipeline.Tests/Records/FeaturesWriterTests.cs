using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Tests.Records;

public sealed class FeaturesWriterTests
{
    private const int MondayNoonMinute = 29_450_160; // 2025-12-29T12:00:00Z
    private const long Now = (MondayNoonMinute + (3 * 1440)) * 60_000L;

    private static readonly RowKey Person = new(0x0123456789abcdef, 0xfedcba9876543210);

    private static AvroRecord Read(params RingEntry[] entries)
    {
        byte[] evidence = new byte[EvidenceRing.CapacityBytes];
        byte[] deliveries = new byte[DeliveryRing.CapacityBytes];
        int evidenceCount = 0;
        int deliveryCount = 0;
        foreach (RingEntry entry in entries)
        {
            _ = RingEntryOfEvent.IsDelivery(entry.Class)
                ? DeliveryRing.Add(deliveries, ref deliveryCount, entry)
                : EvidenceRing.Add(evidence, ref evidenceCount, entry);
        }

        byte[] row = new byte[TimingRow.MaxBytes];
        int length = TimingRow.Write(row, new RingView(evidence, evidenceCount), new RingView(deliveries, deliveryCount), []);
        ReadOnlySpan<byte> record = new FeaturesWriter(PersonClocks.Utc).Write(Person, TimingRow.Read(row.AsSpan(0, length)), CurvePriors.Factory, Now);
        return new DatumReader(SchemaCatalog.Embedded.Current("features").Schema).Read(Schemas.Features.Body(record)).AsRecord();
    }

    private static AvroRecord Clicker() => Read(
        new RingEntry(MondayNoonMinute, EvidenceClass.MessageClick, 1),
        new RingEntry(MondayNoonMinute - 1440, EvidenceClass.MessageClick, 2),
        new RingEntry(MondayNoonMinute - (20 * 1440), EvidenceClass.MessageClick, 3),
        new RingEntry(MondayNoonMinute + 1440, EvidenceClass.MessageOpen, 4),
        new RingEntry(MondayNoonMinute - 60, EvidenceClass.Delivered, 5));

    [Fact]
    public void a_generic_reader_of_the_schema_finds_who_and_when()
    {
        AvroRecord read = Clicker();
        read["universal_id"].AsString().ShouldBe("sf_0123456789abcdeffedcba9876543210");
        read["version"].AsLong().ShouldBe(0);
        read["computed_at"].AsLong().ShouldBe(Now);
    }

    [Fact]
    public void the_curve_has_168_hours_of_mass_one_and_peaks_where_the_clicks_are()
    {
        AvroRecord read = Clicker();
        double[] hours = [.. read["click_curve"].AsArray().Select(hour => (double)hour.AsFloat())];
        hours.Length.ShouldBe(168);
        hours.Sum().ShouldBe(1, 1e-5);
        hours.Max().ShouldBeGreaterThan(1.0 / 168);
        read["curve_confidence"].AsDouble().ShouldBeInRange(0.01, 0.99);
        AvroRecord[] peaks = [.. read["peak_windows"].AsArray().Select(peak => peak.AsRecord())];
        peaks.Length.ShouldBe(3);
        peaks.ShouldAllBe(peak => peak["minutes"].AsInt() == 120);
        peaks.Select(peak => peak["mass"].AsDouble()).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public void histograms_counts_and_newest_times_are_those_of_the_rings()
    {
        AvroRecord read = Clicker();
        int[] hours = [.. read["hour_histogram_24"].AsArray().Select(count => count.AsInt())];
        int[] weekdays = [.. read["weekday_histogram_7"].AsArray().Select(count => count.AsInt())];
        hours.Length.ShouldBe(24);
        weekdays.Length.ShouldBe(7);
        hours[12].ShouldBe(hours.Sum());
        hours.Sum().ShouldBe(weekdays.Sum());
        read["last_click_ts"].AsLong().ShouldBe(MondayNoonMinute * 60_000L);
        read["last_open_ts"].AsLong().ShouldBe((MondayNoonMinute + 1440) * 60_000L);
        read["last_delivered_ts"].AsLong().ShouldBe((MondayNoonMinute - 60) * 60_000L);
        (read["click_count_30d"].AsInt(), read["click_count_7d"].AsInt(), read["click_count_1d"].AsInt()).ShouldBe((3, 2, 0));
        (read["open_count_30d"].AsInt(), read["open_count_7d"].AsInt(), read["delivery_count_30d"].AsInt()).ShouldBe((1, 1, 1));
        read["counts_are_at_least"].AsBoolean().ShouldBeFalse();
    }

    [Fact]
    public void a_stranger_has_the_population_s_curve_and_no_times()
    {
        AvroRecord read = Read();
        read["click_curve"].AsArray().ShouldAllBe(hour => Math.Abs((hour.AsFloat() * 168) - 1) < 0.1f);
        read["curve_confidence"].AsDouble().ShouldBe(0);
        read["last_click_ts"].IsNull.ShouldBeTrue();
        read["last_open_ts"].IsNull.ShouldBeTrue();
        read["last_delivered_ts"].IsNull.ShouldBeTrue();
    }

    [Fact]
    public void the_hours_are_cut_from_the_curve_that_decisions_use()
    {
        WeekGrid.CellsPerWeek.ShouldBe(168 * 12);
        AvroRecord read = Clicker();
        int best = Enumerable.Range(0, 168).MaxBy(hour => read["click_curve"].AsArray()[hour].AsFloat());
        (best % 24).ShouldBeInRange(11, 12);
    }
}
