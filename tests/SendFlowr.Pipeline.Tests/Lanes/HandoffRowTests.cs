using SendFlowr.Pipeline.Lanes;

namespace SendFlowr.Pipeline.Tests.Lanes;

public sealed class HandoffRowTests
{
    private const long Noon = 1_767_268_800_000;

    private readonly HandoffRow _row = Empty();

    private static HandoffRow Empty()
    {
        HandoffRow row = new();
        row.Load([]);
        return row;
    }

    private bool Match(ulong message, long at, bool isDelivery, out long other) => _row.Match(message, at, isDelivery, out other);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void halves_match_in_either_order(bool deliveryFirst)
    {
        Match(7, Noon, deliveryFirst, out _).ShouldBeFalse();
        Match(7, Noon + 500, !deliveryFirst, out long other).ShouldBeTrue();
        other.ShouldBe(Noon);
        _row.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void two_halves_of_one_kind_do_not_match()
    {
        Match(7, Noon, false, out _).ShouldBeFalse();
        Match(7, Noon + 1, false, out _).ShouldBeFalse();
    }

    [Fact]
    public void other_messages_wait_untouched()
    {
        Match(1, Noon, false, out _);
        Match(2, Noon + 1, false, out _);
        Match(3, Noon + 2, true, out _);
        Match(2, Noon + 9, true, out long other).ShouldBeTrue();
        other.ShouldBe(Noon + 1);
        Match(1, Noon + 9, true, out other).ShouldBeTrue();
        other.ShouldBe(Noon);
        Match(3, Noon + 9, false, out other).ShouldBeTrue();
        other.ShouldBe(Noon + 2);
    }

    [Fact]
    public void a_full_row_drops_the_oldest_whatever_order_they_came_in()
    {
        int[] order = [.. Enumerable.Range(0, HandoffRow.Capacity + 2)];
        new Random(4).Shuffle(order);
        foreach (int i in order)
        {
            Match((ulong)i, Noon + i, isDelivery: i % 2 == 0, out _).ShouldBeFalse();
        }

        for (int i = 2; i < order.Length; i++)
        {
            Match((ulong)i, Noon + 99, isDelivery: i % 2 != 0, out long other).ShouldBeTrue();
            other.ShouldBe(Noon + i);
        }

        _row.IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void a_half_older_than_a_full_row_does_not_stay()
    {
        for (int i = 0; i < HandoffRow.Capacity; i++)
        {
            Match((ulong)i, Noon + i, false, out _);
        }

        byte[] before = _row.Bytes.ToArray();
        Match(99, Noon - 1, false, out _).ShouldBeFalse();
        _row.Bytes.ToArray().ShouldBe(before);
    }

    [Fact]
    public void what_waits_comes_back_from_the_stored_row()
    {
        Match(7, Noon, false, out _);
        Match(8, Noon + 1, true, out _);
        HandoffRow loaded = new();
        loaded.Load(_row.Bytes);
        loaded.Match(7, Noon + 5, true, out long other).ShouldBeTrue();
        other.ShouldBe(Noon);
        loaded.Match(8, Noon + 5, false, out other).ShouldBeTrue();
        other.ShouldBe(Noon + 1);
    }

    [Fact]
    public void loading_an_empty_row_forgets_what_was_there()
    {
        Match(7, Noon, false, out _);
        _row.Load([]);
        _row.IsEmpty.ShouldBeTrue();
    }
}
