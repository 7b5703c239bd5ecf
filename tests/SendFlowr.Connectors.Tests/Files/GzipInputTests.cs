using System.Globalization;
using System.Text;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Files;

public sealed class GzipInputTests : IDisposable
{
    /// <summary>A member that holds no bytes.</summary>
    private static readonly byte[] Empty = Convert.FromHexString("1F8B080000000000000303000000000000000000");

    private readonly TempFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public void every_cut_is_noticed_and_what_came_before_is_true()
    {
        const int seed = 5;
        Random random = new(seed);
        string content = string.Concat(Enumerable.Range(0, 60).Select(i => $"{{\"event\":{i},\"note\":\"{random.NextInt64()}\"}}\n"));
        byte[] gzip = TempFiles.Gzip(Encoding.ASCII.GetBytes(content));
        string[] lines = content.Split('\n');
        for (int length = 2; length < gzip.Length; length++)
        {
            string path = files.WriteRaw("cut.ndjson.gz", gzip[..length]);
            List<string> texts = [];
            Should.Throw<SourceDamagedException>(() => Read(path, texts), $"cut at {length} of {gzip.Length}");
            texts.ShouldBe(lines.Take(texts.Count), $"cut at {length} of {gzip.Length}");
        }
    }

    [Fact]
    public void members_one_after_the_other_are_one_file()
    {
        byte[] members = [.. TempFiles.Gzip("{\"a\":1}\n{\"b\""u8.ToArray()), .. Empty, .. TempFiles.Gzip(":2}\n"u8.ToArray())];
        SourceReading.Texts(files.WriteRaw("m.ndjson.gz", members)).ShouldBe(["{\"a\":1}", "{\"b\":2}"]);
        List<string> texts = [];
        string cut = files.WriteRaw("m.ndjson.gz", members[..^3]);
        Should.Throw<SourceDamagedException>(() => Read(cut, texts));
        texts.ShouldBe(["{\"a\":1}", "{\"b\":2}"]);
    }

    [Fact]
    public void content_that_ends_like_the_marker_is_kept()
    {
        SourceReading.Texts(files.Write("w.ndjson.gz", "whole")).ShouldBe(["whole"]);
        SourceReading.Texts(files.Write("w.ndjson.gz", "a\nwholewhole")).ShouldBe(["a", "wholewhole"]);
        SourceReading.Texts(files.WriteRaw("w.ndjson.gz", Empty)).ShouldBeEmpty();
    }

    [Fact]
    public void an_incomplete_last_record_before_damage_is_not_given_out()
    {
        // A CSV record that was cut within its last field would look whole.
        string content = "x,y\n" + string.Concat(Enumerable.Range(0, 300).Select(i => string.Create(CultureInfo.InvariantCulture, $"{i},{i * 104729L}\n")));
        byte[] gzip = TempFiles.Gzip(Encoding.ASCII.GetBytes(content));
        string[] records = content.Split('\n');
        for (int length = gzip.Length / 2; length < gzip.Length; length += 7)
        {
            List<string> texts = [];
            string path = files.WriteRaw("cut.csv.gz", gzip[..length]);
            Should.Throw<SourceDamagedException>(() => Read(path, texts));
            texts.ShouldBe(records.Skip(1).Take(texts.Count), $"cut at {length}");
        }
    }

    private static void Read(string path, List<string> texts)
    {
        using FileSource source = FileSource.Open(path, new FileSourceOptions());
        DocumentBatch batch = new();
        while (source.TryReadBatch(batch))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                texts.Add(Encoding.ASCII.GetString(batch[i].Bytes));
            }
        }
    }
}
