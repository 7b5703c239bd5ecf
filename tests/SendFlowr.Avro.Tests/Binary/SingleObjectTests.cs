using SendFlowr.Avro.Binary;

namespace SendFlowr.Avro.Tests.Binary;

public sealed class SingleObjectTests
{
    [Fact]
    public void the_header_is_marker_and_little_endian_fingerprint()
    {
        AvroWriter output = new();
        SingleObject.WriteHeader(output, 0x0123_4567_89AB_CDEF);
        output.WriteInt(-1);

        Convert.ToHexStringLower(output.WrittenSpan).ShouldBe("c301efcdab896745230101");
        SingleObject.TryReadHeader(output.WrittenSpan, out ulong fingerprint, out ReadOnlySpan<byte> body).ShouldBeTrue();
        fingerprint.ShouldBe(0x0123_4567_89AB_CDEFul);
        body.ToArray().ShouldBe([1]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("c301efcdab8967452")]
    [InlineData("c302efcdab896745230101")]
    [InlineData("c201efcdab896745230101")]
    public void anything_else_has_no_header(string hex)
    {
        SingleObject.TryReadHeader(Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex[..^1]), out ulong fingerprint, out ReadOnlySpan<byte> body)
            .ShouldBeFalse();
        fingerprint.ShouldBe(0ul);
        body.IsEmpty.ShouldBeTrue();
    }
}
