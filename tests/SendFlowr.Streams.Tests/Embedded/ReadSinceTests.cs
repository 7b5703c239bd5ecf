using System.Globalization;
using System.Text;
using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Records;
using SendFlowr.Streams.Tests.Support;

namespace SendFlowr.Streams.Tests.Embedded;

public sealed class ReadSinceTests : IDisposable
{
    private const string Topic = CountingTopology.Input;

    private readonly TemporaryDirectory _directory = new();
    private readonly FaultyFileSystem _files = new();

    public void Dispose() => _directory.Dispose();

    private EmbeddedEngine Open(long segmentBytes) =>
        CountingTopology.Open(CountingTopology.Options(_directory.Path) with { SegmentBytes = segmentBytes }, files: _files);

    private static List<string> Since(EmbeddedEngine engine, long time, RecordFilter? wanted = null) =>
        [.. engine.ReadTopic(Topic, time, wanted ?? ((_, _) => true)).Select(record => Encoding.UTF8.GetString(record.Key))];

    /// <summary>Appends one frame for each time, which the records' keys tell, and returns the keys in order.</summary>
    private static List<(long Time, string Key)> Fill(EmbeddedEngine engine, IEnumerable<long> times, int bytes)
    {
        List<(long, string)> appended = [];
        RecordBatch batch = new();
        foreach (long time in times)
        {
            batch.Clear();
            string key = string.Create(CultureInfo.InvariantCulture, $"{time}-{appended.Count}");
            batch.Add(Encoding.UTF8.GetBytes(key), new byte[bytes], 7);
            engine.Append(Topic, batch, time);
            appended.Add((time, key));
            batch.Clear();
            batch.Add("elsewhere"u8, new byte[bytes], 7);
            engine.Append(CountingTopology.Output, batch, time);
        }

        return appended;
    }

    [Theory]
    [InlineData(1, 16 << 10, 500)]
    [InlineData(2, 16 << 10, 500)]
    [InlineData(3, 8 << 20, 10_000)]
    [InlineData(4, 8 << 20, 10_000)]
    public void gives_the_first_record_of_the_time_and_all_after_it_wherever_the_clock_went(int seed, int segmentBytes, int bytes)
    {
        Random random = new(seed);
        long time = 100_000;
        long[] times = [.. Enumerable.Range(0, 300).Select(_ => time += random.Next(10) == 0 ? random.NextInt64(-800, 0) : random.NextInt64(0, 100))];
        EmbeddedEngine engine = Open(segmentBytes);
        List<(long Time, string Key)> appended = Fill(engine, times, bytes);
        for (int query = 0; query < 40; query++)
        {
            long from = query % 2 == 0 ? times[random.Next(times.Length)] : random.NextInt64(times.Min(), times.Max() + 200);
            Since(engine, from).ShouldBe(appended.SkipWhile(record => record.Time < from).Select(record => record.Key), $"seed {seed}, from {from}");
            if (query == 10)
            {
                engine.Dispose();
                engine = Open(segmentBytes);
            }
        }

        engine.Dispose();
    }

    [Fact]
    public void reads_little_of_what_is_older()
    {
        EmbeddedEngine engine = Open(segmentBytes: 8 << 20);
        List<(long Time, string Key)> appended = Fill(engine, Enumerable.Range(0, 500).Select(i => 1000L + i), bytes: 20_000);
        _files.BytesRead = 0;
        Since(engine, 1499).ShouldBe([appended[^1].Key]);
        long first = _files.BytesRead;
        first.ShouldBeLessThan(13_000_000, "the first segment of 8 MiB is passed over");
        _files.BytesRead = 0;
        Since(engine, 1499).ShouldBe([appended[^1].Key]);
        _files.BytesRead.ShouldBeLessThan(600_000, "what was read before is known");
        Since(engine, 1250).Count.ShouldBe(250);
        engine.Dispose();
    }

    [Fact]
    public void only_what_is_wanted_is_returned()
    {
        using EmbeddedEngine engine = Open(segmentBytes: 16 << 10);
        List<(long Time, string Key)> appended = Fill(engine, Enumerable.Range(0, 50).Select(i => 1000L + i), bytes: 100);
        byte[] key = Encoding.UTF8.GetBytes(appended[33].Key);
        Since(engine, 0, (candidate, value) => candidate.SequenceEqual(key) && value.Length == 100).ShouldBe([appended[33].Key]);
        Since(engine, 1034, (candidate, _) => candidate.SequenceEqual(key)).ShouldBeEmpty();
    }

    [Fact]
    public void an_empty_log_and_a_time_to_come_give_nothing()
    {
        using EmbeddedEngine engine = Open(segmentBytes: 16 << 10);
        Since(engine, 0).ShouldBeEmpty();
        Fill(engine, [1000], bytes: 10);
        Since(engine, 1001).ShouldBeEmpty();
        Since(engine, 1000).Count.ShouldBe(1);
    }
}
