using System.Security.Cryptography;
using System.Text;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Files;

public sealed class FileSourceTests : IDisposable
{
    private readonly TempFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("a.ndjson")]
    [InlineData("a.jsonl")]
    [InlineData("a.NDJSON.gz")]
    [InlineData("a.jsonl.gz")]
    public void lines_are_documents(string name)
    {
        string path = files.Write(name, "\uFEFF{\"a\":1}\r\n\n  \t\r\n{\"b\":2}\n\n{\"c\":3}");
        SourceReading.ReadAll(path).Select(document => (document.Number, document.Offset, document.Text)).ShouldBe(
            [(1, 3, "{\"a\":1}"), (4, 18, "{\"b\":2}"), (6, 27, "{\"c\":3}")]);
    }

    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    [InlineData("\n { \"a\" : [1, {\"b\":\"]}\\\"\"}] } \n", "{ \"a\" : [1, {\"b\":\"]}\\\"\"}] }")]
    [InlineData("{\"a\":1}{\"b\":2}\n{\"c\":3}", "{\"a\":1}|{\"b\":2}|{\"c\":3}")]
    [InlineData("[{\"a\":1} , {\"b\":[1,2]}]", "{\"a\":1} |{\"b\":[1,2]}")]
    [InlineData("[]", "")]
    [InlineData("[ ]\n", "")]
    [InlineData("[1,\"a,b]\",null]", "1|\"a,b]\"|null")]
    [InlineData("[{\"a\":1},]", "{\"a\":1}|")]
    [InlineData("[,{\"a\":1}]", "|{\"a\":1}")]
    [InlineData("[{\"a\":1} xx {\"b\":2},3]", "{\"a\":1} xx {\"b\":2}|3")]
    [InlineData("[[1,2],[3]]", "[1,2]|[3]")]
    [InlineData("[1][2,3]", "1|2|3")]
    [InlineData("nonsense\n{\"a\":1}", "nonsense|{\"a\":1}")]
    [InlineData("]\n{\"a\":1}", "]|{\"a\":1}")]
    [InlineData("{\"a\":1", "{\"a\":1")]
    [InlineData("[{\"a\":1},{\"b\":", "{\"a\":1}|{\"b\":")]
    [InlineData("", "")]
    public void json_values_and_items_of_arrays_are_documents(string content, string expected)
    {
        string path = files.Write("a.json", content);
        string[] texts = SourceReading.Texts(path);
        string.Join('|', texts).ShouldBe(expected);
        SourceReading.ReadAll(path).Select(document => document.Number).ShouldBe(Enumerable.Range(0, texts.Length).Select(index => (long)index));
    }

    [Fact]
    public void a_json_array_that_is_never_closed_is_an_error_after_its_items()
    {
        using FileSource source = FileSource.Open(files.Write("a.json", "[{\"a\":1},{\"b\":2},"), new FileSourceOptions());
        DocumentBatch batch = new();
        source.TryReadBatch(batch).ShouldBeTrue();
        batch.Count.ShouldBe(2);
        SourceDamagedException exception = Should.Throw<SourceDamagedException>(() => source.TryReadBatch(batch));
        exception.Documents.ShouldBe(2);
        exception.Message.ShouldContain("the file ends inside an array. The 2 whole documents before were read");
    }

    [Theory]
    [InlineData("x,y\n1,2\n3,4\n", "1,2|3,4")]
    [InlineData("\uFEFFx,y\r\n1,2\r\n\r\n\"a\nb\",\"c\r\n\"\"d\"\"\"\r\n5,6", "1,2|\"a\nb\",\"c\r\n\"\"d\"\"\"|5,6")]
    [InlineData("x,y\n\n", "")]
    [InlineData("x", "")]
    [InlineData("x,y\n5\" pipe,2\n3,4\n", "5\" pipe,2|3,4")]
    [InlineData("x,y\na,\"open\n3,4\n5,6\n", "a,\"open|3,4|5,6")]
    [InlineData("x,y\na,\"open\n3,\"4\"\n5,6\n", "a,\"open|3,\"4\"|5,6")]
    public void csv_records_are_documents_and_a_stray_quote_costs_one_line(string content, string expected)
    {
        string path = files.Write("a.csv", content);
        string.Join('|', SourceReading.Texts(path)).ShouldBe(expected);
        using FileSource source = FileSource.Open(path, new FileSourceOptions());
        source.Header!.Columns[0].ShouldBe("x");
    }

    [Fact]
    public void csv_records_know_their_line()
    {
        string path = files.Write("a.csv.gz", "x,y\n\"a\nb\",1\n\n2,3\n");
        SourceReading.ReadAll(path).Select(document => (document.Number, document.Offset)).ShouldBe([(2, 4), (5, 13)]);
    }

    [Fact]
    public void a_line_over_the_limit_is_one_document_of_which_the_beginning_is_kept()
    {
        byte[] huge = new byte[5 << 20];
        new Random(1).NextBytes(huge);
        for (int i = 0; i < huge.Length; i++)
        {
            huge[i] = (byte)('a' + (huge[i] % 26));
        }

        byte[] content = [.. "{\"a\":1}\n"u8, .. huge, .. "\n{\"b\":2}\n"u8];
        foreach (string name in (string[])["a.ndjson", "b.ndjson.gz"])
        {
            List<ReadDocument> documents = SourceReading.ReadAll(files.Write(name, content));
            documents.Select(document => (document.Number, document.Offset)).ShouldBe([(1, 0), (2, 8), (3, 8 + huge.Length + 1)]);
            documents[1].Oversize.ShouldNotBeNull();
            documents[1].Oversize!.TotalBytes.ShouldBe(huge.Length);
            documents[1].Oversize!.Sha256.ShouldBe(SHA256.HashData(huge));
            documents[1].Oversize!.Reason.ShouldBe(RejectionReason.LineTooLong);
            documents[1].Text.ShouldBe(Encoding.ASCII.GetString(huge, 0, 64 << 10));
            documents[2].Text.ShouldBe("{\"b\":2}");
        }
    }

    [Fact]
    public void memory_stays_bounded_whatever_the_length_of_a_line()
    {
        string path = files.PathOf("long.ndjson");
        using (FileStream stream = File.Create(path))
        {
            byte[] chunk = new byte[1 << 20];
            Array.Fill(chunk, (byte)'x');
            for (int i = 0; i < 50; i++)
            {
                stream.Write(chunk);
            }
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        List<ReadDocument> documents = SourceReading.ReadAll(path);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(8 << 20);
        documents.Single().Oversize!.TotalBytes.ShouldBe(50 << 20);
    }

    [Fact]
    public void the_limit_is_exact_and_does_not_depend_on_the_buffer()
    {
        string At(int length) => new('x', length);
        string content = $"{At(100)}\n{At(101)}\n{At(1)}\n{At(5000)}\n{At(2)}\n{At(300)}";
        foreach (int batchBytes in (int[])[64, 128, 300, 4096, 1 << 16])
        {
            string path = files.Write("limit.ndjson", content);
            List<ReadDocument> documents = SourceReading.ReadAll(path, new FileSourceOptions { MaxLineBytes = 100, BatchBytes = batchBytes });
            documents.Select(document => document.Oversize?.TotalBytes ?? -document.Text.Length).ShouldBe([-100, 101, -1, 5000, -2, 300], $"batch {batchBytes}");
        }
    }

    [Fact]
    public void an_item_over_the_limit_leaves_the_others_alone()
    {
        string big = "{\"x\":\"" + new string(']', 5000) + "\"}";
        foreach (int batchBytes in (int[])[64, 1024, 1 << 16])
        {
            string path = files.Write("big.json", $"[{{\"a\":1}},{big},{{\"b\":2}}]");
            List<ReadDocument> documents = SourceReading.ReadAll(path, new FileSourceOptions { MaxDocumentBytes = 200, BatchBytes = batchBytes });
            documents.Count.ShouldBe(3, $"batch {batchBytes}");
            documents[1].Oversize!.TotalBytes.ShouldBe(big.Length);
            documents[1].Oversize!.Reason.ShouldBe(RejectionReason.TooLarge);
            documents[1].Oversize!.Sha256.ShouldBe(SHA256.HashData(Encoding.ASCII.GetBytes(big)));
            documents[2].Text.ShouldBe("{\"b\":2}");
        }
    }

    [Fact]
    public void a_csv_quote_that_is_never_closed_costs_one_line_of_a_long_file()
    {
        string content = "x,y\n1,\"open\n" + string.Concat(Enumerable.Range(0, 2000).Select(i => $"{i},{i}\n"));
        foreach (int batchBytes in (int[])[256, 1 << 16])
        {
            string path = files.Write("open.csv", content);
            string[] texts = SourceReading.Texts(path, new FileSourceOptions { MaxLineBytes = 1000, BatchBytes = batchBytes });
            texts.Length.ShouldBe(2001, $"batch {batchBytes}");
            texts[0].ShouldBe("1,\"open");
            texts[2000].ShouldBe("1999,1999");
        }
    }

    [Fact]
    public void a_truncated_gzip_delivers_what_is_whole_and_then_fails()
    {
        string content = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{{\"event\":{i},\"note\":\"{i * 7919}\"}}\n"));
        byte[] gzip = TempFiles.Gzip(Encoding.ASCII.GetBytes(content));
        string path = files.WriteRaw("cut.ndjson.gz", gzip[..(gzip.Length / 2)]);
        using FileSource source = FileSource.Open(path, new FileSourceOptions());
        List<string> texts = [];
        SourceDamagedException exception = Should.Throw<SourceDamagedException>(() =>
        {
            DocumentBatch batch = new();
            while (source.TryReadBatch(batch))
            {
                for (int i = 0; i < batch.Count; i++)
                {
                    texts.Add(Encoding.ASCII.GetString(batch[i].Bytes));
                }
            }
        });
        texts.Count.ShouldBeGreaterThan(1000);
        texts.ShouldBe(content.Split('\n').Take(texts.Count));
        exception.Documents.ShouldBe(texts.Count);
        exception.Message.ShouldContain($"the gzip data ends early or is damaged. The {texts.Count} whole documents before were read");
    }

    [Fact]
    public void damage_within_gzip_data_is_found()
    {
        byte[] gzip = TempFiles.Gzip(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{{\"e\":{i * 31}}}\n"))));
        gzip[^6] ^= 0xFF;
        string path = files.WriteRaw("bad.ndjson.gz", gzip);
        Should.Throw<SourceDamagedException>(() => SourceReading.ReadAll(path));
    }

    [Fact]
    public void progress_counts_the_bytes_of_the_file()
    {
        string path = files.Write("p.ndjson.gz", string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{{\"event\":{i}}}\n")));
        using FileSource source = FileSource.Open(path, new FileSourceOptions());
        source.Progress.BytesTotal.ShouldBe(new FileInfo(path).Length);
        SourceReading.ReadAll(source).Count.ShouldBe(50_000);
        source.Progress.BytesRead.ShouldBe(source.Progress.BytesTotal);
    }

    [Fact]
    public void batches_hold_their_own_bytes()
    {
        string path = files.Write("b.ndjson", string.Concat(Enumerable.Range(0, 1000).Select(i => $"{{\"event\":{i}}}\n")));
        using FileSource source = FileSource.Open(path, new FileSourceOptions { BatchBytes = 1024 });
        List<DocumentBatch> batches = [];
        while (true)
        {
            DocumentBatch batch = new();
            if (!source.TryReadBatch(batch))
            {
                break;
            }

            batch.Sequence.ShouldBe(batches.Count);
            batches.Add(batch);
        }

        batches.Count.ShouldBeGreaterThan(10);
        batches.SelectMany(batch => Enumerable.Range(0, batch.Count).Select(i => Encoding.ASCII.GetString(batch[i].Bytes)))
            .ShouldBe(Enumerable.Range(0, 1000).Select(i => $"{{\"event\":{i}}}"));
    }
}
