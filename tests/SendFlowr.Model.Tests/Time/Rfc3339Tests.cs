using System.Globalization;
using System.Text;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Time;

/// <summary>The calendar and the formats of .NET are the oracle of the digits written by hand.</summary>
public class Rfc3339Tests
{
    private const long Min = -62_135_596_800_000;
    private const long Max = 253_402_300_799_999;

    private static IEnumerable<long> Instants()
    {
        long[] edges = [Min, Min + 1, -60_001, -60_000, -1000, -999, -1, 0, 1, 999, 1000, 59_999, 60_000, 951_782_400_000, Max - 999, Max];
        Random random = new(5);
        IEnumerable<long> drawn = Enumerable.Range(0, 3000).Select(_ => random.NextInt64(Min, Max + 1));
        return edges.Concat(drawn.SelectMany(at => new[] { at, at - (at % 1000), at - (at % 60_000) }));
    }

    private static string Net(long at, string format) => DateTimeOffset.FromUnixTimeMilliseconds(at).ToString(format, CultureInfo.InvariantCulture);

    [Fact]
    public void an_instant_is_written_as_the_calendar_has_it()
    {
        byte[] utf8 = new byte[Rfc3339.MostUnits];
        foreach (long at in Instants())
        {
            string expected = Net(at, at % 1000 == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
            Rfc3339.Format(new Timestamp(at)).ShouldBe(expected);
            Rfc3339.TryFormat(new Timestamp(at), utf8, out int length).ShouldBeTrue();
            Encoding.ASCII.GetString(utf8, 0, length).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData(Min - 1)]
    [InlineData(Max + 1)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue)]
    public void an_instant_beyond_the_calendar_is_a_number(long at)
    {
        Rfc3339.Format(new Timestamp(at)).ShouldBe(at.ToString(CultureInfo.InvariantCulture));
        Rfc3339.TryFormat(new Timestamp(at), new byte[Rfc3339.MostUnits], out int length).ShouldBeFalse();
        length.ShouldBe(0);
    }

    [Fact]
    public void an_instant_in_words_is_written_as_the_calendar_has_it()
    {
        foreach (long at in Instants())
        {
            string seconds = at % 60_000 == 0 ? "" : at % 1000 == 0 ? ":ss" : ":ss.fff";
            string expected = Net(at, $"ddd yyyy-MM-dd HH:mm{seconds} 'UTC'");
            PlainWords.Instant(new Timestamp(at)).ToString().ShouldBe(expected);
            $"from {PlainWords.Instant(new Timestamp(at))} on".ShouldBe($"from {expected} on");
        }
    }

    [Fact]
    public void a_share_in_words_is_rounded_as_the_formatter_rounds_it()
    {
        Random random = new(6);
        IEnumerable<double> edges = Enumerable.Range(0, 400).Select(i => i / 200.0);
        IEnumerable<double> beside = edges.SelectMany(share => new[] { share, Math.BitIncrement(share), Math.BitDecrement(share), share + 1e-9, share - 1e-9 });
        foreach (double share in beside.Concat(Enumerable.Range(0, 2000).Select(_ => random.NextDouble())).Where(share => share >= 0))
        {
            string expected = share is > 0 and < 0.005 ? "under 1 %" : (share * 100).ToString("0 '%'", CultureInfo.InvariantCulture);
            PlainWords.Percent(share).ShouldBe(expected);
        }
    }
}
