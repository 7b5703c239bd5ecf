using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;
using Xunit.Abstractions;

namespace SendFlowr.Model.Tests.Identity;

public sealed class NodeIdHasherTests(ITestOutputHelper output) : IDisposable
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(value => (byte)value)];

    private readonly NodeIdHasher hasher = new(Key);

    public void Dispose() => hasher.Dispose();

    [Fact]
    public void a_node_id_never_changes_between_versions()
    {
        hasher.Hash(new EventIdentifier("cookie_id", "shop", "abc")).ToString().ShouldBe("sf_21633d1d81fc73b8468f114e5870e033");
        hasher.Hash("phone_number", "default", "+14155550123").ToString().ShouldBe("sf_ebe100dc5c9302d16c12e102cbd24a73");
        hasher.HashEvent("shop", "e1").ToString().ShouldBe("sf_e582f4d1725dbf3f6531ab9887b16ada");
    }

    [Fact]
    public void is_the_first_half_of_hmac_sha256_over_framed_parts()
    {
        const int seed = 11;
        Random random = new(seed);
        for (int round = 0; round < 500; round++)
        {
            string source = Text(random, 0, 40);
            string value = Text(random, 1, 200);
            byte[] message = [1, .. Framed("device_id"), .. Framed(source), .. Framed(value)];
            NodeId expected = NodeId.Read(HMACSHA256.HashData(Key, message));
            hasher.Hash("device_id", source, value).ShouldBe(expected, $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void an_anchor_ignores_its_source_and_the_others_do_not()
    {
        hasher.Hash("email_hash", "a", "x").ShouldBe(hasher.Hash("email_hash", "b", "x"));
        hasher.Hash("shopify_customer_id", "a", "x").ShouldNotBe(hasher.Hash("shopify_customer_id", "b", "x"));
    }

    [Fact]
    public void parts_that_read_the_same_in_a_row_have_different_ids()
    {
        NodeId[] ids =
        [
            hasher.Hash("cookie_id", "ab", "c"), hasher.Hash("cookie_id", "a", "bc"), hasher.Hash("cookie_id", "", "abc"),
            hasher.Hash("device_id", "", "abc"), hasher.HashEvent("", "abc"), hasher.HashEvent("a", "bc"),
        ];
        ids.Distinct().Count().ShouldBe(ids.Length);
    }

    [Fact]
    public void another_key_gives_other_ids_and_a_fork_the_same()
    {
        using NodeIdHasher other = new(new byte[32]);
        using NodeIdHasher fork = hasher.Fork();
        other.Hash("cookie_id", "shop", "abc").ShouldNotBe(hasher.Hash("cookie_id", "shop", "abc"));
        fork.Hash("cookie_id", "shop", "abc").ShouldBe(hasher.Hash("cookie_id", "shop", "abc"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void a_key_of_another_length_is_refused(int length) =>
        Should.Throw<ArgumentException>(() => new NodeIdHasher(new byte[length])).Message
            .ShouldContain($"has {length} bytes; it must have 32");

    [Fact]
    public void a_part_that_was_never_normalized_is_refused_and_leaves_no_trace()
    {
        NodeId before = hasher.Hash("cookie_id", "shop", "abc");
        Should.Throw<ArgumentException>(() => hasher.Hash("cookie_id", "shop", new string('x', 513)));
        hasher.Hash("cookie_id", "shop", "abc").ShouldBe(before);
    }

    [Fact]
    public void hashing_allocates_nothing()
    {
        EventIdentifier identifier = new("email_hash", "default", new string('a', 64));
        hasher.Hash(identifier);
        const int rounds = 20_000;
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < rounds; i++)
        {
            hasher.Hash(identifier);
        }

        double nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds / rounds;
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{nanoseconds:F0} ns per node id"));
    }

    private static byte[] Framed(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)bytes.Length);
        return [.. length, .. bytes];
    }

    private static string Text(Random random, int min, int max) =>
        string.Concat(Enumerable.Range(0, random.Next(min, max)).Select(_ => random.Next(8) == 0 ? 'é' : (char)random.Next(32, 127)));
}
