using SendFlowr.Model.Rings;
using SendFlowr.Model.Zones;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Rows;

public sealed class RowRoundTripTests(ITestOutputHelper output)
{
    private const int Cases = 200;

    [Fact]
    public void a_counter_row_comes_back() => Law.Holds(output, Cases, random =>
    {
        CounterRow row = new(random.NextInt64(), random.NextInt64());
        byte[] bytes = new byte[CounterRow.SizeBytes];
        row.Write(bytes);
        CounterRow.Read(bytes).ShouldBe(row);
    });

    [Fact]
    public void a_day_row_comes_back() => Law.Holds(output, Cases, random =>
    {
        int day = random.Next(int.MinValue, int.MaxValue);
        byte[] bytes = new byte[DayRow.SizeBytes];
        DayRow.Write(bytes, day);
        DayRow.Read(bytes).ShouldBe(day);
    });

    [Fact]
    public void a_learning_row_comes_back() => Law.Holds(output, Cases, random =>
    {
        LearningRow row = new(random.NextInt64(), (PendingAnswer)random.Next(3), random.Next(-1, 99_999), random.Next(-1, 99_999));
        byte[] bytes = new byte[LearningRow.SizeBytes];
        row.Write(bytes);
        LearningRow.Read(bytes).ShouldBe(row);
    });

    [Fact]
    public void a_run_row_comes_back() => Law.Holds(output, Cases, random =>
    {
        int Day() => random.Next(-1, 99_999);
        RunRow row = new(random.NextInt64(), random.Next(2) == 0, Day(), Day(), Day(), Day());
        byte[] bytes = new byte[RunRow.SizeBytes];
        row.Write(bytes);
        RunRow.Read(bytes).ShouldBe(row);
    });

    [Fact]
    public void a_version_row_comes_back() => Law.Holds(output, Cases, random =>
    {
        bool replaced = random.Next(2) == 0;
        int day = random.Next(-1, 99_999);
        byte[] clocks = random.Bytes(random.Next(40));
        byte[] state = random.Bytes(100);
        VersionRow row = VersionRow.Read(VersionRow.Write(replaced, day, clocks, state));
        row.Replaced.ShouldBe(replaced);
        row.ThroughDay.ShouldBe(day);
        row.Clocks.ToArray().ShouldBe(clocks);
        row.State.ToArray().ShouldBe(state);
    });

    [Fact]
    public void a_timing_row_comes_back_with_rings_of_every_length() => Law.Holds(output, Cases, random =>
    {
        int evidenceCount = random.Next(4) == 0 ? EvidenceRing.Capacity : random.Next(EvidenceRing.Capacity);
        int deliveryCount = random.Next(4) == 0 ? DeliveryRing.Capacity : random.Next(DeliveryRing.Capacity);
        byte[] evidence = new byte[evidenceCount * RingEntry.SizeBytes];
        byte[] deliveries = new byte[deliveryCount * RingEntry.SizeBytes];
        random.NextBytes(evidence);
        random.NextBytes(deliveries);
        byte[] zones = new byte[random.Next(ZoneRing.Capacity + 1) * ZoneSighting.SizeBytes];
        random.NextBytes(zones);
        byte[] bytes = new byte[TimingRow.MaxBytes];
        int length = TimingRow.Write(bytes, new RingView(evidence, evidenceCount), new RingView(deliveries, deliveryCount), zones);
        byte[] row = bytes[..length];
        TimingRow.Read(row).Evidence.Bytes.ToArray().ShouldBe(evidence);
        TimingRow.Read(row).Deliveries.Bytes.ToArray().ShouldBe(deliveries);
        TimingRow.Read(row).Zones.ToArray().ShouldBe(zones);
        TimingRow.EvidenceBytes(row).ToArray().ShouldBe(evidence);
        TimingRow.DeliveryBytes(row).ToArray().ShouldBe(deliveries);
    });

    [Fact]
    public void an_empty_timing_row_is_a_person_never_seen()
    {
        TimingRow row = TimingRow.Read([]);
        row.Evidence.Count.ShouldBe(0);
        row.Deliveries.Count.ShouldBe(0);
        row.Zones.Length.ShouldBe(0);
        TimingRow.EvidenceBytes([]).Length.ShouldBe(0);
        TimingRow.DeliveryBytes([]).Length.ShouldBe(0);
    }
}
