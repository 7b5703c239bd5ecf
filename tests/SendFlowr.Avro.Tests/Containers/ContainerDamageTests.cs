using System.Diagnostics;
using System.IO.Compression;
using SendFlowr.Avro.Containers;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Tests.Support;
using Xunit.Abstractions;

namespace SendFlowr.Avro.Tests.Containers;

/// <summary>Files that nobody vouches for: what is whole is read, the rest refused with its place, and nothing else happens.</summary>
public sealed class ContainerDamageTests(ITestOutputHelper output)
{
    // Over several seeds the worst was below a half of this: buffers, one block, errors with stacks.
    private const long MaxAllocatedBytes = 3_000_000;

    private static readonly ContainerLimits Limits = new()
    {
        MaxBlockBytes = 100_000,
        MaxEntryBytes = 20_000,
        MaxEmptyRecords = 2_000,
        Datum = new DatumLimits { MaxValues = 5_000, MaxDepth = 32 },
    };

    public static TheoryData<ContainerCodec> Codecs => [ContainerCodec.Null, ContainerCodec.Deflate, ContainerCodec.Snappy];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void a_file_that_was_cut_short_gives_its_whole_blocks_and_says_so(ContainerCodec codec)
    {
        List<AvroValue> values = [.. Enumerable.Range(0, 40).Select(value => AvroValue.FromLong(value))];
        byte[] file = ContainerFiles.Write("\"long\"", values, codec, blockBytes: 10);
        HashSet<int> wholeCounts = [];
        int cleanEnds = 0;
        for (int length = 0; length < file.Length; length++)
        {
            (List<AvroValue> read, ContainerDataException? error) = ReadToDamage(file[..length], ContainerLimits.Default);
            read.ShouldBe(values.Take(read.Count));
            wholeCounts.Add(read.Count);
            cleanEnds += error is null ? 1 : 0;
            if (error is not null)
            {
                error.Records.ShouldBe(read.Count);
                error.Position.ShouldBeInRange(0, length);
                error.Message.ShouldContain("cut short");
            }
        }

        wholeCounts.Order().ShouldBe([0, 10, 20, 30]);

        // Between two blocks nothing tells a whole file from a shorter one: the format has no end.
        cleanEnds.ShouldBe(4);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void flipped_bits_and_random_bytes_are_read_or_refused_within_bounds(ContainerCodec codec) => Law.Holds(output, 150, random =>
    {
        string text = RandomSchemas.RecordText(random);
        AvroSchema schema = AvroSchema.Parse(text);
        RandomValues source = new(random);
        byte[] file = ContainerFiles.Write(text, [.. Enumerable.Range(0, 20).Select(_ => source.Next(schema))], codec, blockBytes: 200);
        for (int attempt = 0; attempt < 8; attempt++)
        {
            byte[] bad = [.. file];
            for (int flips = random.Next(1, 5); flips > 0; flips--)
                bad[random.Next(attempt == 0 ? 0 : bad.Length / 2, bad.Length)] ^= (byte)(1 << random.Next(8));
            if (attempt == 1)
                random.NextBytes(bad.AsSpan(bad.Length * 3 / 4));
            long before = GC.GetAllocatedBytesForCurrentThread();
            ReadToDamage(bad, Limits);
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(MaxAllocatedBytes);
        }
    });

    [Fact]
    public void every_flipped_bit_of_a_snappy_block_is_found()
    {
        byte[] file = ContainerFiles.Write("\"string\"", [AvroValue.FromString(new string('x', 50) + "yz")], ContainerCodec.Snappy);
        int start = file.AsSpan().IndexOf(ContainerFiles.SyncMarker) + ContainerHeader.SyncMarkerBytes;
        for (int bit = 0; bit < (file.Length - start) * 8; bit++)
        {
            byte[] bad = [.. file];
            bad[start + (bit / 8)] ^= (byte)(1 << (bit % 8));
            ReadToDamage(bad, ContainerLimits.Default).Error.ShouldNotBeNull($"bit {bit}");
        }
    }

    [Fact]
    public void a_wrong_sync_marker_keeps_the_whole_block_back()
    {
        byte[] file = ContainerFiles.Write("\"long\"", [AvroValue.FromLong(1), AvroValue.FromLong(2)], ContainerCodec.Null, blockBytes: 1);
        file[^1] ^= 1;

        (List<AvroValue> read, ContainerDataException? error) = ReadToDamage(file, ContainerLimits.Default);

        read.ShouldBe([AvroValue.FromLong(1)]);
        error!.Position.ShouldBe(file.Length - ContainerHeader.SyncMarkerBytes);
        error.Message.ShouldStartWith($"At byte {error.Position} of the Avro container file, after 1 records: ");
        error.Message.ShouldContain("without the file's sync marker");
    }

    [Fact]
    public void damage_is_told_again_by_every_further_read()
    {
        ContainerReader reader = new(new MemoryStream(ContainerFiles.Forge([("avro.schema", "\"long\"")], (2, null, [2, 4, 6]))));
        reader.TryRead(out _).ShouldBeTrue();
        reader.TryRead(out _).ShouldBeTrue();
        ContainerDataException error = Should.Throw<ContainerDataException>(() => reader.TryRead(out _));
        error.Message.ShouldContain("1 bytes follow the last record");
        Should.Throw<ContainerDataException>(() => reader.TryRead(out _)).ShouldBeSameAs(error);
    }

    public static TheoryData<string, long, long, string> Lies => new()
    {
        { "\"long\"", 1, 1L << 40, "holds 1 records in 1099511627776 bytes; allowed are 0 to MaxBlockBytes = 67108864" },
        { "\"long\"", 1, -1, "in -1 bytes" },
        { "\"long\"", -5, 0, "holds -5 records" },
        { "\"long\"", 1, 60_000_000, "takes 60000000 bytes, 16 are left" },
        { "\"null\"", long.MaxValue, 0, "more than MaxEmptyRecords = 1000000" },
        { "\"long\"", 5, 0, "The data ends too early" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public void promises_that_a_block_does_not_keep_are_refused_without_memory_for_them(string schema, long count, long size, string problem)
    {
        byte[] file = ContainerFiles.Forge([("avro.schema", schema)], (count, size, []));
        long before = GC.GetAllocatedBytesForCurrentThread();

        ReadToDamage(file, ContainerLimits.Default).Error!.Message.ShouldContain(problem);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1_000_000);
    }

    [Fact]
    public void records_without_bytes_are_counted_over_the_whole_file()
    {
        byte[] file = ContainerFiles.Forge(
            [("avro.schema", "\"null\"")], [.. Enumerable.Repeat((500L, (long?)null, Array.Empty<byte>()), 5)]);

        (List<AvroValue> read, ContainerDataException? error) = ReadToDamage(file, Limits);

        read.Count.ShouldBe(Limits.MaxEmptyRecords);
        error!.Message.ShouldContain("MaxEmptyRecords = 2000");
    }

    [Fact]
    public void blocks_that_unpack_to_more_than_the_limit_are_refused_while_they_unpack()
    {
        byte[] zeros = new byte[50_000_000];
        using MemoryStream bomb = new();
        using (DeflateStream deflate = new(bomb, CompressionLevel.Optimal, leaveOpen: true))
            deflate.Write(zeros);
        byte[] snappy = IronSnappy.Snappy.Encode(zeros);
        foreach ((string codec, byte[] data) in new[] { ("deflate", bomb.ToArray()), ("snappy", (byte[])[.. snappy, 0, 0, 0, 0]) })
        {
            ContainerLimits limits = new() { MaxBlockBytes = 3_000_000 };
            byte[] file = ContainerFiles.Forge([("avro.schema", "\"bytes\""), ("avro.codec", codec)], (1, null, data));
            long before = GC.GetAllocatedBytesForCurrentThread();
            ReadToDamage(file, limits).Error!.Message.ShouldContain("more than MaxBlockBytes = 3000000 bytes when it is unpacked");
            (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000_000);
        }
    }

    public static TheoryData<string, byte[], string> BadBlocks => new()
    {
        { "snappy", [1, 2, 3], "too short for snappy data and its checksum" },
        { "snappy", [0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0, 0, 0, 0], "says that it holds 4294967295 bytes, which it cannot" },
        { "snappy", [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0], "says that it holds -1 bytes" },
        { "snappy", [0x02, 0x3C, 0, 0, 0, 0, 0], "is no snappy data" },
        { "snappy", [0x01, 0x00, 0x02, 0, 0, 0, 0], "do not have its checksum 00000000" },
        { "deflate", [0xFF, 0xFF, 0xFF], "is no deflate data" },
    };

    [Theory]
    [MemberData(nameof(BadBlocks))]
    public void blocks_that_cannot_be_unpacked_are_refused(string codec, byte[] data, string problem) =>
        ReadToDamage(ContainerFiles.Forge([("avro.schema", "\"long\""), ("avro.codec", codec)], (1, null, data)), ContainerLimits.Default)
            .Error!.Message.ShouldContain(problem);

    [Fact]
    public void headers_that_cannot_be_used_are_refused()
    {
        Refuse("PAR1 and so on"u8.ToArray(), "begins with 50415231, not 4f626a01");
        Refuse([], "takes 4 bytes, 0 are left");
        Refuse([.. ContainerHeader.Magic], "The number of header entries is missing");
        Refuse([.. ContainerHeader.Magic, 0x80], "is cut short");
        Refuse([.. ContainerHeader.Magic, .. Enumerable.Repeat((byte)0xFF, 12)], "no number of at most 10 bytes");
        Refuse([.. ContainerHeader.Magic, 0xFE, 0x01], "more than MaxEntries = 100 entries (127 more)");
        Refuse([.. ContainerHeader.Magic, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0], "more than MaxEntries");
        Refuse([.. ContainerHeader.Magic, 2, 1], "says that it takes -1 bytes");
        Refuse([.. ContainerHeader.Magic, 2, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F], "takes 2147483647 bytes; allowed are 0 to MaxEntryBytes");
        Refuse([.. ContainerHeader.Magic, 2, 2, 0xFF], "The name of a header entry is no UTF-8");
        Refuse(ContainerFiles.Forge([]), "no avro.schema");
        Refuse(ContainerFiles.Forge([("avro.schema", "\"no\"")]), "The schema of the file cannot be used");
        Refuse(ContainerFiles.Forge([("avro.schema", "\"int\""), ("avro.codec", "xz")]), "The codec 'xz' is not known; known are null, deflate and snappy");
        Refuse(ContainerFiles.Forge([("avro.schema", "\"int\"")])[..^1], "The sync marker of the header takes 16 bytes, 15 are left");
    }

    [Fact]
    public void a_reader_schema_that_cannot_read_the_file_is_refused_at_once() =>
        Should.Throw<AvroSchemaException>(() => ContainerFiles.Read(
            ContainerFiles.Write("\"string\"", [], ContainerCodec.Null), AvroSchema.Parse("\"int\"")));

    private static void Refuse(byte[] file, string problem) => ReadToDamage(file, ContainerLimits.Default).Error!.Message.ShouldContain(problem);

    private static (List<AvroValue> Read, ContainerDataException? Error) ReadToDamage(byte[] file, ContainerLimits limits)
    {
        long start = Stopwatch.GetTimestamp();
        List<AvroValue> values = [];
        ContainerDataException? error = null;
        try
        {
            ContainerReader reader = new(new MemoryStream(file), limits: limits);
            while (reader.TryRead(out AvroValue value))
                values.Add(value);
        }
        catch (ContainerDataException exception)
        {
            error = exception;
        }

        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        return (values, error);
    }
}
