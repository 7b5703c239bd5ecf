using System.Text;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tests.Topologies;

public class PartitionerTests
{
    // The vectors of Apache Kafka's own UtilsTest.testMurmur2.
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void hashes_as_kafka_does(string text, int hash) =>
        unchecked((int)Partitioner.Murmur2(Encoding.UTF8.GetBytes(text))).ShouldBe(hash);

    [Fact]
    public void chooses_a_partition_without_the_sign_bit()
    {
        byte[] key = Encoding.UTF8.GetBytes("foobar");
        Partitioner.PartitionFor(key, 7).ShouldBe((-790332482 & 0x7fffffff) % 7);
        Partitioner.PartitionFor(key, 1).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => Partitioner.PartitionFor(key, 0));
    }
}
