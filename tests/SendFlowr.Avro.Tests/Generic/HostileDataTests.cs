using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Generic;

/// <summary>Bytes that nobody vouches for: they are read or refused, within the limits, and nothing else happens.</summary>
public sealed class HostileDataTests(ITestOutputHelper output)
{
    // Over several seeds the worst was a fifth of this: at most MaxValues values of 24 bytes in lists that double, and errors with stacks.
    private const long MaxAllocatedBytes = 2_000_000;

    private static readonly DatumLimits Limits = new() { MaxValues = 5_000, MaxDepth = 32 };

    [Fact]
    public void truncated_flipped_and_random_bytes_are_read_or_refused() => Law.Holds(output, 400, random =>
    {
        AvroSchema schema = AvroSchema.Parse(RandomSchemas.Text(random));
        AvroSchema other = AvroSchema.Parse("""{"type":"record","name":"Skips","fields":[]}""");
        AvroSchema writer = AvroSchema.Parse($$"""{"type":"record","name":"Skips","fields":[{"name":"f","type":{{schema.CanonicalForm}}}]}""");
        DatumReader reader = new(schema, Limits);
        DatumReader skipper = new(writer, other, Limits);
        byte[] good = Samples.Bytes(schema, new RandomValues(random).Next(schema));
        for (int attempt = 0; attempt < 10; attempt++)
        {
            byte[] bad = Spoil(random, good, attempt);
            long before = GC.GetAllocatedBytesForCurrentThread();
            ReadOrRefuse(reader, bad);
            ReadOrRefuse(skipper, bad);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MaxAllocatedBytes);
        }
    });

    [Fact]
    public void every_prefix_of_a_record_is_refused()
    {
        AvroSchema schema = AvroSchema.Parse(Samples.TortureText);
        byte[] good = Samples.Bytes(schema, new RandomValues(new Random(1)).Next(schema));
        DatumReader reader = new(schema);
        for (int length = 0; length < good.Length; length++)
            Should.Throw<AvroDataException>(() => reader.Read(good.AsSpan(0, length)));
    }

    [Theory]
    [InlineData("""{"type":"array","items":"null"}""", "feffffffffffffffff01", "more than the 2147483647 items")]
    [InlineData("""{"type":"array","items":"null"}""", "feffffff0f00", "MaxValues = 1000000")]
    [InlineData("""{"type":"array","items":{"type":"record","name":"E","fields":[]}}""", "feffffff0f00", "MaxValues = 1000000")]
    [InlineData("""{"type":"record","name":"R","fields":[{"name":"r","type":"R"}]}""", "", "MaxDepth = 64")]
    [InlineData("""{"type":"array","items":"int"}""", "040280", "At [1]: The data ends too early")]
    [InlineData("""{"type":"array","items":"int"}""", "01060200020000", "said to take 3 bytes, its items take 1")]
    public void promises_that_the_data_does_not_keep_are_refused(string schema, string hex, string problem) =>
        Should.Throw<AvroDataException>(() => new DatumReader(AvroSchema.Parse(schema)).Read(Convert.FromHexString(hex)))
            .Message.ShouldContain(problem);

    [Theory]
    [InlineData("""{"type":"array","items":"null"}""", "feffffff0f00", "MaxValues = 1000000")]
    [InlineData("""{"type":"array","items":"int"}""", "0304", "length 2")]
    public void promises_are_held_when_skipping_also(string schema, string hex, string problem)
    {
        AvroSchema writer = AvroSchema.Parse($$"""{"type":"record","name":"R","fields":[{"name":"gone","type":{{schema}}}]}""");
        DatumReader reader = new(writer, AvroSchema.Parse("""{"type":"record","name":"R","fields":[]}"""));

        AvroDataException error = Should.Throw<AvroDataException>(() => reader.Read(Convert.FromHexString(hex)));

        error.Path.ShouldBe("gone");
        error.Message.ShouldContain(problem);
    }

    [Fact]
    public void an_error_names_the_field()
    {
        AvroSchema schema = AvroSchema.Parse(
            """
            {"type":"record","name":"R","fields":[{"name":"people","type":{"type":"array","items":
              {"type":"record","name":"P","fields":[{"name":"tags","type":{"type":"map","values":"boolean"}}]}}}]}
            """);

        AvroDataException error = Should.Throw<AvroDataException>(() => new DatumReader(schema).Read([4, 0, 2, 2, 0x61, 9, 0, 0]));

        error.Path.ShouldBe("people[1].tags['a']");
        error.Message.ShouldStartWith("At people[1].tags['a']: The boolean at byte 5 is 9");
    }

    [Fact]
    public void limits_themselves_are_bounded()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new DatumLimits { MaxDepth = 513 });
        Should.Throw<ArgumentOutOfRangeException>(() => new DatumLimits { MaxDepth = 0 });
        Should.Throw<ArgumentOutOfRangeException>(() => new DatumLimits { MaxValues = 0 });
    }

    private static void ReadOrRefuse(DatumReader reader, byte[] data)
    {
        try
        {
            reader.Read(data);
        }
        catch (AvroDataException error)
        {
            error.Message.ShouldNotBeEmpty();
        }
    }

    private static byte[] Spoil(Random random, byte[] good, int attempt)
    {
        if (attempt % 3 == 0)
            return good[..random.Next(good.Length + 1)];
        byte[] bad = attempt % 3 == 1 ? [.. good] : new byte[random.Next(200)];
        if (attempt % 3 == 2)
            random.NextBytes(bad);
        for (int flips = random.Next(1, 5); flips > 0 && bad.Length > 0; flips--)
            bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
        return bad;
    }
}
