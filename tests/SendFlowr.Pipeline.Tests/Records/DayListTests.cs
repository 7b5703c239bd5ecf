using SendFlowr.Avro.Binary;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Pipeline.Tests.Records;

public sealed class DayListTests(ITestOutputHelper output)
{
    [Fact]
    public void a_list_comes_back() => Law.Holds(output, 200, random =>
    {
        SortedSet<int> days = [.. Enumerable.Range(0, random.Next(50)).Select(_ => random.Next(93_000))];
        AvroWriter writer = new();
        DayList.Write(writer, days);
        DayList.Read(writer.WrittenSpan).ShouldBe(days);
    });

    [Fact]
    public void days_in_a_row_take_a_byte_each()
    {
        AvroWriter writer = new();
        DayList.Write(writer, Enumerable.Range(20_000, 100));
        writer.Length.ShouldBeLessThan(105);
    }
}
