using System.Text;
using SendFlowr.Avro.Binary;

namespace SendFlowr.Avro.Tests.Binary;

public sealed class AvroReaderTests
{
    private delegate void Reading(ref AvroReader input);

    [Theory]
    [InlineData("00", 0)]
    [InlineData("01", -1)]
    [InlineData("02", 1)]
    [InlineData("03", -2)]
    [InlineData("04", 2)]
    [InlineData("7f", -64)]
    [InlineData("8001", 64)]
    [InlineData("feffffff0f", int.MaxValue)]
    [InlineData("ffffffff0f", int.MinValue)]
    public void integers_follow_the_specification(string hex, int value)
    {
        new AvroReader(Convert.FromHexString(hex)).ReadInt().ShouldBe(value);
        new AvroReader(Convert.FromHexString(hex)).ReadLong().ShouldBe(value);
        AvroWriter output = new();
        output.WriteInt(value);
        output.WriteLong(value);
        Convert.ToHexStringLower(output.WrittenSpan).ShouldBe(hex + hex);
    }

    [Theory]
    [InlineData("feffffffffffffffff01", long.MaxValue)]
    [InlineData("ffffffffffffffffff01", long.MinValue)]
    public void longs_reach_their_ends(string hex, long value)
    {
        new AvroReader(Convert.FromHexString(hex)).ReadLong().ShouldBe(value);
        AvroWriter output = new();
        output.WriteLong(value);
        Convert.ToHexStringLower(output.WrittenSpan).ShouldBe(hex);
    }

    [Fact]
    public void texts_are_counted_bytes()
    {
        AvroReader input = new([6, 0x66, 0x6f, 0x6f, 6, 0x66, 0x6f, 0x6f]);

        input.ReadStringText().ShouldBe("foo");
        Encoding.UTF8.GetString(input.ReadString()).ShouldBe("foo");
        input.EnsureEnd();
    }

    [Theory]
    [InlineData("80", "ends too early")]
    [InlineData("", "ends too early")]
    [InlineData("8080808080", "does not fit 5")]
    [InlineData("808080808000", "does not fit 5")]
    [InlineData("8080808010", "does not fit 5")]
    public void a_bad_int_is_refused(string hex, string problem) => Refused(hex, problem, (ref AvroReader input) => input.ReadInt());

    [Theory]
    [InlineData("ffffffffffffffffff", "ends too early")]
    [InlineData("ffffffffffffffffff02", "does not fit 10")]
    [InlineData("ffffffffffffffffffff01", "does not fit 10")]
    public void a_bad_long_is_refused(string hex, string problem) => Refused(hex, problem, (ref AvroReader input) => input.ReadLong());

    [Theory]
    [InlineData("02", "boolean at byte 0 is 2")]
    [InlineData("", "ends too early")]
    public void a_bad_boolean_is_refused(string hex, string problem) => Refused(hex, problem, (ref AvroReader input) => input.ReadBoolean());

    [Theory]
    [InlineData("0461", "length 2 at byte 0 is not within the 1 bytes left")]
    [InlineData("01", "length -1")]
    [InlineData("feffffffffffffffff01", "length 9223372036854775807")]
    public void bad_bytes_are_refused(string hex, string problem)
    {
        Refused(hex, problem, (ref AvroReader input) => input.ReadBytes());
        Refused(hex, problem, (ref AvroReader input) => input.SkipBytes());
        Refused(hex, problem, (ref AvroReader input) => input.ReadStringText());
    }

    [Theory]
    [InlineData("0461c3", "no UTF-8 from its byte 1 on")]
    [InlineData("06eda080", "no UTF-8 from its byte 0 on")]
    public void bad_text_is_refused(string hex, string problem) => Refused(hex, problem, (ref AvroReader input) => input.ReadStringText());

    [Fact]
    public void floating_point_needs_its_bytes()
    {
        Refused("000000", "4 bytes are needed", (ref AvroReader input) => input.ReadFloat());
        Refused("00000000000000", "8 bytes are needed", (ref AvroReader input) => input.ReadDouble());
        Refused("0000", "3 bytes are needed", (ref AvroReader input) => input.ReadFixed(3));
        Refused("0000", "-1 bytes are needed", (ref AvroReader input) => input.Skip(-1));
    }

    [Theory]
    [InlineData("04")]
    [InlineData("01")]
    public void a_position_outside_its_list_is_refused(string hex)
    {
        Refused(hex, "symbol", (ref AvroReader input) => input.ReadEnum(2));
        Refused(hex, "union branch", (ref AvroReader input) => input.ReadUnion(2));
    }

    [Theory]
    [InlineData("0800", 1, "item count 4 at byte 0 is more than the 1 items")]
    [InlineData("04000000", 2, "item count 2 at byte 0 is more than the 1 items")]
    [InlineData("0302000000", 1, "item count 2 at byte 0 is more than the 1 items")]
    [InlineData("0308", 1, "length 4 at byte 0")]
    [InlineData("0301", 1, "length -1 at byte 0")]
    [InlineData("ffffffffffffffffff0100", 0, "item count -9223372036854775808")]
    [InlineData("8080808020", 0, "item count 4294967296")]
    public void a_count_beyond_the_data_is_refused(string hex, int minItemBytes, string problem) =>
        Refused(hex, problem, (ref AvroReader input) => input.ReadBlockCount(minItemBytes));

    [Fact]
    public void a_block_with_its_size_is_read()
    {
        AvroReader input = new([0x03, 0x04, 0x06, 0x36, 0x00]);

        input.ReadBlockCount(1, out int blockBytes).ShouldBe(2);
        blockBytes.ShouldBe(2);
        input.Skip(blockBytes);
        input.ReadBlockCount().ShouldBe(0);
        input.EnsureEnd();
    }

    [Fact]
    public void trailing_bytes_are_refused() => Refused("00", "1 bytes follow the record", (ref AvroReader input) => input.EnsureEnd());

    [Fact]
    public void a_refused_read_leaves_the_position()
    {
        AvroReader input = new([2, 0x80]);
        input.ReadInt();
        try
        {
            input.ReadInt();
        }
        catch (AvroDataException)
        {
            input.Position.ShouldBe(1);
            return;
        }

        Assert.Fail("A truncated integer was read.");
    }

    private static void Refused(string hex, string problem, Reading reading) =>
        Should.Throw<AvroDataException>(() =>
        {
            AvroReader input = new(Convert.FromHexString(hex));
            reading(ref input);
        }).Message.ShouldContain(problem);
}
