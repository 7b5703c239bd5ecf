using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Tests.Support;
using SendFlowr.Streams.Tables;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Requests;

public sealed class TimerHeapTests(ITestOutputHelper output)
{
    [Fact]
    public void gives_back_in_order_of_time_then_key_whatever_comes_and_goes() => Law.Holds(output, 200, random =>
    {
        TimerHeap heap = new();
        List<TimerHeap.Entry> expected = [];
        for (int i = random.Next(400); i >= 0; i--)
        {
            if (random.Next(3) == 0 && expected.Count > 0)
            {
                expected.Sort((left, right) => left == right ? 0 : left.IsBefore(right) ? -1 : 1);
                heap.TryPeek(out TimerHeap.Entry first).ShouldBeTrue();
                first.ShouldBe(expected[0]);
                heap.RemoveFirst();
                expected.RemoveAt(0);
            }
            else
            {
                TimerHeap.Entry entry = new(random.Next(20), new RowKey((ulong)random.Next(3), (ulong)random.NextInt64()));
                heap.Add(entry);
                expected.Add(entry);
            }
        }

        heap.Count.ShouldBe(expected.Count);
    });

    [Fact]
    public void many_entries_come_up_in_order_as_it_grows_and_shrinks()
    {
        Random random = new(1);
        TimerHeap heap = new();
        long[] times = [.. Enumerable.Range(0, 20_000).Select(_ => random.NextInt64(1_000_000))];
        Array.ForEach(times, time => heap.Add(new TimerHeap.Entry(time, default)));
        foreach (long time in times.Order())
        {
            heap.TryPeek(out TimerHeap.Entry first).ShouldBeTrue();
            first.DueMilliseconds.ShouldBe(time);
            heap.RemoveFirst();
        }

        heap.Count.ShouldBe(0);
    }

    [Fact]
    public void an_empty_heap_has_nothing_to_give() => new TimerHeap().TryPeek(out _).ShouldBeFalse();
}
