using SendFlowr.Model.Latency;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Lanes;
using SendFlowr.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Lanes;

public sealed class LaneRowTests(ITestOutputHelper output)
{
    private const long Noon = 1_767_268_800_000;

    private static readonly Lane Klaviyo = new("klaviyo", "email");

    [Fact]
    public void the_merge_of_two_rows_is_the_row_of_all_pairs_in_any_order() => Law.Holds(output, 100, random =>
    {
        LaneRow left = new(Klaviyo);
        LaneRow right = new(Klaviyo);
        LaneRow all = new(Klaviyo);
        int pairs = random.Next(2 * LaneLatency.Capacity);
        for (int i = 0; i < pairs; i++)
        {
            (Timestamp at, uint message, long latency) = (new Timestamp(Noon + random.Next(100)), (uint)random.Next(5), random.Next(9_000));
            (random.Next(2) == 0 ? left : right).Add(at, message, latency);
            all.Add(at, message, latency);
        }

        LaneRow forth = LaneRow.Read(left.ToBytes());
        LaneRow back = LaneRow.Read(right.ToBytes());
        forth.Merge(right);
        back.Merge(left);
        forth.ToBytes().ShouldBe(all.ToBytes());
        back.ToBytes().ShouldBe(all.ToBytes());
        forth.Merge(right).ShouldBeFalse("a report told twice changes nothing");
    });

    [Fact]
    public void a_row_comes_back_with_its_lane_its_pairs_and_what_was_ignored()
    {
        LaneRow row = new(new Lane("sendgrüd", ""));
        row.Add(new Timestamp(Noon), 1, 400).ShouldBeTrue();
        row.Add(new Timestamp(Noon + 1), 2, 600).ShouldBeTrue();
        row.Add(new Timestamp(Noon + 2), 3, -1).ShouldBeTrue();
        LaneRow read = LaneRow.Read(row.ToBytes());
        read.Lane.ShouldBe(row.Lane);
        read.Summary.ShouldBe(new LaneSummary(500, 2));
        read.Ignored.ShouldBe(1);
        read.ToBytes().ShouldBe(row.ToBytes());
    }

    [Fact]
    public void negative_and_week_long_latencies_are_counted_and_left_out()
    {
        LaneRow row = new(Klaviyo);
        row.Add(new Timestamp(Noon), 1, -1).ShouldBeTrue();
        row.Add(new Timestamp(Noon), 1, (7 * Timestamp.MillisecondsPerDay) + 1).ShouldBeTrue();
        row.Ignored.ShouldBe(2);
        row.Summary.Count.ShouldBe(0);
    }

    [Fact]
    public void a_known_pair_changes_nothing()
    {
        LaneRow row = new(Klaviyo);
        row.Add(new Timestamp(Noon), 1, 5);
        row.Add(new Timestamp(Noon), 1, 5).ShouldBeFalse();
    }

    [Fact]
    public void lanes_whose_names_run_together_have_keys_of_their_own() =>
        LaneRow.KeyOf(new Lane("ab", "c")).ShouldNotBe(LaneRow.KeyOf(new Lane("a", "bc")));
}
