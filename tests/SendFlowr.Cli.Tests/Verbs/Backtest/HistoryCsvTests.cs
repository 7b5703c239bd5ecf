using System.Globalization;
using System.Text;
using SendFlowr.Cli.Verbs.Backtest;
using SendFlowr.Model.Backtest;
using Xunit.Abstractions;

namespace SendFlowr.Cli.Tests.Verbs.Backtest;

public sealed class HistoryCsvTests(ITestOutputHelper output)
{
    private const int Seed = 20261121;

    [Theory]
    [InlineData("user_id,unix_seconds", false)]
    [InlineData("user_id,unix_seconds\r", false)]
    [InlineData("\uFEFFuser_id,unix_seconds,utc_offset_min", true)]
    public void knows_its_headers(string line, bool hasOffsets) => HistoryCsv.For("f", line)!.HasOffsets.ShouldBe(hasOffsets);

    [Theory]
    [InlineData("")]
    [InlineData("user_id,unix_seconds,other")]
    [InlineData("{\"event_id\":\"a\"}")]
    public void leaves_other_files_to_a_connector(string line) => HistoryCsv.For("f", line).ShouldBeNull();

    [Fact]
    public void reads_every_line_however_the_stream_is_cut()
    {
        output.WriteLine($"seed {Seed}");
        Random random = new(Seed);
        StringBuilder text = new("user_id,unix_seconds\n");
        HashSet<string> people = [];
        const int lines = 20_000;
        for (int i = 0; i < lines; i++)
        {
            string person = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => "ab,é\"😀 "[random.Next(6)])).Replace("\ud83d", "x", StringComparison.Ordinal);
            people.Add(person);
            bool isPlain = !person.Contains(',', StringComparison.Ordinal) && !person.StartsWith('"') && random.Next(2) == 0;
            string field = isPlain ? person : $"\"{person.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
            text.Append(CultureInfo.InvariantCulture, $"{field},{random.NextInt64(1L << 40) % 1_000_000_000}");
            text.Append(random.Next(3) switch { 0 => "\r\n", 1 => "\n\n", _ => "\n" });
        }

        BacktestRows rows = new();
        long reported = 0;
        using Stream stream = new ChoppyStream(Encoding.UTF8.GetBytes(text.ToString().TrimEnd()), random);
        HistoryCsv.For("f", "user_id,unix_seconds")!.ReadInto(stream, rows, count => reported = count, CancellationToken.None);
        rows.Count.ShouldBe(lines);
        rows.PeopleCount.ShouldBe(people.Count);
        reported.ShouldBeGreaterThan(lines);
    }

    [Fact]
    public void a_line_without_end_is_refused_with_bounded_memory()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes("user_id,unix_seconds\n" + new string('x', 1 << 17)));
        Should.Throw<Cli.Frame.VerbException>(() => HistoryCsv.For("f.csv", "user_id,unix_seconds")!.ReadInto(stream, new(), _ => { }, CancellationToken.None))
            .Message.ShouldContain("f.csv:2: the line is longer than 65536 bytes");
    }

    [Fact]
    public void stops_when_it_is_cancelled()
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes("user_id,unix_seconds\n" + string.Concat(Enumerable.Repeat("a,1\n", 100_000))));
        BacktestRows rows = new();
        Should.Throw<OperationCanceledException>(() => HistoryCsv.For("f", "user_id,unix_seconds")!.ReadInto(stream, rows, _ => { }, new CancellationToken(true)));
        rows.Count.ShouldBeLessThan(100_000);
    }

    /// <summary>Gives a few bytes at a time.</summary>
    private sealed class ChoppyStream(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, random.Next(1, 5000)));
    }
}
