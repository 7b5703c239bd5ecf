using FsCheck;
using FsCheck.Fluent;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Tests.Signals;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Latency;

public class LaneLatencyTests
{
    private const long SevenDays = 604_800_000;

    [Fact]
    public void a_lane_without_observations_has_none() => LaneLatency.Summarize([]).ShouldBe(new LaneSummary(0, 0));

    [Theory]
    [InlineData(new[] { 7 }, 7)]
    [InlineData(new[] { 9, 1, 5 }, 5)]
    [InlineData(new[] { 1, 2, 10, 11 }, 6)]
    [InlineData(new[] { 1, 2 }, 1)]
    [InlineData(new[] { 604_800_000, 604_800_000 }, 604_800_000)]
    public void the_median_of_an_even_number_is_the_mean_of_the_middle_two(int[] latencies, int median) =>
        LaneLatency.Summarize(Row(latencies.Select((latency, i) => new Observation(i, 0, latency))))
            .ShouldBe(new LaneSummary(median, latencies.Length));

    [Fact]
    public void negative_and_impossible_values_are_told_and_ignored()
    {
        byte[] row = new byte[LaneLatency.MaxBytes];
        int length = 0;
        LaneLatency.Add(row, ref length, new(5), 1, -1).ShouldBe(LatencyOutcome.Negative);
        LaneLatency.Add(row, ref length, new(5), 1, SevenDays + 1).ShouldBe(LatencyOutcome.TooLong);
        length.ShouldBe(0);
        LaneLatency.Add(row, ref length, new(5), 1, SevenDays).ShouldBe(LatencyOutcome.Added);
        LaneLatency.Add(row, ref length, new(5), 1, SevenDays).ShouldBe(LatencyOutcome.Known);
        LaneLatency.Add(row, ref length, new(5), 2, 0).ShouldBe(LatencyOutcome.Added);
        length.ShouldBe(33);
    }

    [Fact]
    public void only_the_newest_256_count()
    {
        byte[] row = Row(Enumerable.Range(0, 300).Select(i => new Observation(i, 0, i)));
        row.Length.ShouldBe(LaneLatency.MaxBytes);
        LaneLatency.Summarize(row).ShouldBe(new LaneSummary((171 + 172) / 2, 256));
        int length = row.Length;
        LaneLatency.Add(row, ref length, new(43), 9, 1).ShouldBe(LatencyOutcome.Known);
        LaneLatency.Add(row, ref length, new(44), 9, 1).ShouldBe(LatencyOutcome.Added);
    }

    [Fact]
    public void any_order_and_any_repetition_give_the_bytes_of_the_definition()
    {
        Gen<Observation> one =
            from delivered in Gen.Choose(0, 200)
            from hash in Gen.Choose(0, 2)
            from latency in Gen.Choose(-1, 4)
            select new Observation(delivered, (uint)hash, latency);
        Gen<(Observation[] All, int Seed)> histories =
            from size in Gen.Choose(0, 600)
            from all in one.ArrayOf(size)
            from seed in Gen.Choose(0, int.MaxValue)
            select (all, seed);
        Laws.Hold(20260307, 300, histories, history =>
        {
            Observation[] shuffled = [.. history.All, .. history.All.Take(50)];
            new Random(history.Seed).Shuffle(shuffled);
            byte[] row = Row(shuffled);
            row.ShouldBe(Row(history.All));
            int[] kept = [.. history.All.Where(entry => entry.Latency >= 0)
                .GroupBy(entry => (entry.Delivered, entry.Hash))
                .OrderByDescending(group => group.Key).Take(256)
                .Select(group => group.Min(entry => entry.Latency)).Order()];
            long median = kept.Length == 0 ? 0 : (kept[(kept.Length - 1) / 2] + kept[kept.Length / 2]) / 2;
            LaneLatency.Summarize(row).ShouldBe(new LaneSummary(median, kept.Length));
        });
    }

    [Fact]
    public void rows_of_another_version_and_damaged_rows_are_refused()
    {
        foreach (byte[] bad in new byte[][] { [2], [1, 0], new byte[1 + (257 * 16)] })
        {
            Should.Throw<InvalidDataException>(() => LaneLatency.Summarize(bad));
        }

        int length = 0;
        Should.Throw<ArgumentException>(() => LaneLatency.Add(new byte[LaneLatency.MaxBytes - 1], ref length, new(5), 1, 1));
        Should.Throw<ArgumentException>(() => LaneLatency.Add(new byte[LaneLatency.MaxBytes], ref length, new(-1), 1, 1));
    }

    [Fact]
    public void a_row_of_ones_own_version_with_too_many_entries_is_damaged()
    {
        byte[] row = new byte[1 + (257 * 16)];
        row[0] = 1;
        Should.Throw<InvalidDataException>(() => LaneLatency.Summarize(row)).Message.ShouldContain("4113 bytes");
    }

    private static byte[] Row(IEnumerable<Observation> observations)
    {
        byte[] row = new byte[LaneLatency.MaxBytes];
        int length = 0;
        foreach (Observation observation in observations)
        {
            LaneLatency.Add(row, ref length, new Timestamp(observation.Delivered), observation.Hash, observation.Latency);
        }

        return row[..length];
    }

    private readonly record struct Observation(int Delivered, uint Hash, int Latency);
}
