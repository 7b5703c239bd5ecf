using SendFlowr.Model.Latency;
using SendFlowr.Pipeline.Lanes;
using SendFlowr.Pipeline.Rows;

namespace SendFlowr.Pipeline.Tests.Rows;

public sealed class RowFormatTests
{
    private static readonly Dictionary<string, (byte[] Row, Action<byte[]> Read)> Readers = new()
    {
        ["counter"] = (new byte[CounterRow.SizeBytes], row => CounterRow.Read(row)),
        ["day"] = (new byte[DayRow.SizeBytes], row => DayRow.Read(row)),
        ["learning"] = (new byte[LearningRow.SizeBytes], row => LearningRow.Read(row)),
        ["run"] = (new byte[RunRow.SizeBytes], row => RunRow.Read(row)),
        ["version"] = (VersionRow.Write(replaced: false, 7, [], []), row => VersionRow.Read(row)),
        ["timing"] = (new byte[TimingRow.HeaderBytes], row => TimingRow.Read(row)),
        ["lane"] = (new LaneRow(new Lane("p", "c")).ToBytes(), row => LaneRow.Read(row)),
        ["messages"] = (new byte[1], row => new MessagesRow().Load(row)),
        ["handoff"] = (new byte[1], row => new HandoffRow().Load(row)),
    };

    private static byte FormatOf(string name) => name is "timing" or "version" ? (byte)2 : (byte)1;

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void a_row_of_this_format_is_read(string name)
    {
        byte[] row = Readers[name].Row;
        row[0] = FormatOf(name);
        Should.NotThrow(() => Readers[name].Read(row));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void a_row_of_a_later_format_is_refused_with_what_to_do(string name)
    {
        byte[] row = [.. Readers[name].Row];
        row[0] = (byte)(FormatOf(name) + 1);
        InvalidDataException refused = Should.Throw<InvalidDataException>(() => Readers[name].Read(row));
        refused.Message.ShouldContain($"format {row[0]}");
        refused.Message.ShouldContain("Open the data directory with the version that wrote it");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void a_row_that_is_cut_off_is_refused(string name)
    {
        byte[] row = [.. Readers[name].Row];
        row[0] = FormatOf(name);
        int least = name == "lane" ? 9 : name == "version" ? 7 : row.Length;
        if (least > 1)
        {
            Should.Throw<InvalidDataException>(() => Readers[name].Read(row[..(least - 1)]));
        }
    }

    [Fact]
    public void a_timing_row_that_announces_more_entries_than_it_has_is_refused() =>
        Should.Throw<InvalidDataException>(() => TimingRow.Read([2, 2, 0, 0, 0, 9, 9, 9, 9, 9, 9])).Message.ShouldContain("at least 17 bytes");

    [Fact]
    public void a_timing_row_that_announces_more_zones_than_it_has_is_refused() =>
        Should.Throw<InvalidDataException>(() => TimingRow.Read([2, 0, 0, 0, 2, 9, 9, 9, 9, 9])).Message.ShouldContain("at least 15 bytes");
}
