using System.Text;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Files;

public sealed class ContentSnifferTests : IDisposable
{
    private readonly TempFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData("504B0304140000", "this is a zip archive (or an Excel workbook). Unpack it, or export the sheet as CSV, and give the file inside.")]
    [InlineData("1F8B0800", "this is compressed with gzip, and its name does not end in .gz. Rename it, for example to events.ndjson.gz.")]
    [InlineData("FFFE7B002200", "this is UTF-16 text. Save it as UTF-8.")]
    [InlineData("FEFF007B0022", "this is UTF-16 text. Save it as UTF-8.")]
    [InlineData("7B00220061002200", "this is no text: it contains zero bytes (a binary file, or UTF-16). Export it as UTF-8 NDJSON, JSON or CSV.")]
    [InlineData("28B52FFD00", "this is compressed with zstd. Unpack it, or compress it with gzip (.gz).")]
    [InlineData("4F626A0104", "this is an Avro container file. Name it .avro.")]
    [InlineData("504152311504", "this is a Parquet file. Export it as NDJSON or CSV.")]
    [InlineData("53514C69746520666F726D6174203300", "this is an SQLite database. Export the table as CSV.")]
    public void a_file_under_a_wrong_name_is_one_clear_error(string hex, string expected)
    {
        foreach (string name in (string[])["a.csv", "a.ndjson", "a.json", "a.xyz"])
        {
            string path = files.WriteRaw(name, Convert.FromHexString(hex));
            SourceFormatException exception = Should.Throw<SourceFormatException>(() => FileSource.Open(path, new FileSourceOptions()));
            exception.Message.ShouldBe($"{path}: {expected}");
        }
    }

    [Fact]
    public void what_is_packed_twice_is_recognized_too()
    {
        string path = files.Write("a.ndjson.gz", TempFiles.Gzip([0x7B, 0x7D]));
        Should.Throw<SourceFormatException>(() => FileSource.Open(path, new FileSourceOptions())).Found.ShouldContain("compressed with gzip");
        byte[] tar = new byte[512];
        "ustar"u8.CopyTo(tar.AsSpan(257));
        path = files.Write("a.csv.gz", tar);
        Should.Throw<SourceFormatException>(() => FileSource.Open(path, new FileSourceOptions())).Found.ShouldBe("this is a tar archive");
    }

    [Fact]
    public void a_name_that_promises_gzip_is_held_to_it()
    {
        string path = files.WriteRaw("a.csv.gz", Encoding.ASCII.GetBytes("x,y\n"));
        Should.Throw<SourceFormatException>(() => FileSource.Open(path, new FileSourceOptions()))
            .Message.ShouldBe($"{path}: the name ends in .gz and the content is not gzip. Rename it without .gz, or fetch it again.");
        path = files.WriteRaw("b.csv.gz", [0x1F, 0x8B, 0x08, 0x00, 0xFF]);
        Should.Throw<SourceDamagedException>(() => FileSource.Open(path, new FileSourceOptions()));
    }

    [Fact]
    public void the_name_or_the_definition_says_the_format()
    {
        string path = files.Write("feed.txt", "a,b\n1,2\n");
        Should.Throw<SourceFormatException>(() => FileSource.Open(path, new FileSourceOptions())).Message.ShouldBe(
            $"{path}: its name does not say what it is. Known are .ndjson, .jsonl, .json, .csv, .avro, each also with .gz behind it. "
            + "Rename it, or write 'format: ndjson' (json, csv) into the connector's definition.");
        SourceReading.Texts(path, new FileSourceOptions { Format = DocumentFormat.Csv }).ShouldBe(["1,2"]);
    }

    [Fact]
    public void a_csv_without_a_header_is_refused()
    {
        Should.Throw<SourceFormatException>(() => FileSource.Open(files.Write("a.csv", ""), new FileSourceOptions())).Message.ShouldContain("the file is empty. A CSV file begins with a line of column names.");
        Should.Throw<SourceFormatException>(() => FileSource.Open(files.Write("a.csv", "a,\"b\nc,d\n"), new FileSourceOptions())).Message.ShouldContain("the header has a stray or unclosed quote");
        Should.Throw<SourceFormatException>(() => FileSource.Open(files.Write("a.csv", new string('x', 200)), new FileSourceOptions { MaxLineBytes = 100, BatchBytes = 150 })).Message.ShouldContain("its first line is longer than any header");
        Should.Throw<SourceFormatException>(() => FileSource.Open(files.Write("a.csv", "a,b\r1,2\r"), new FileSourceOptions())).Message.ShouldContain("its lines end in carriage returns only");
    }

    [Fact]
    public void an_ordinary_file_is_taken_for_what_it_is()
    {
        SourceReading.Texts(files.Write("a.csv", "BZh,ORC\n1,2\n")).ShouldBe(["1,2"]);
        SourceReading.Texts(files.Write("a.csv", "ORC_ID,PAR\n1,2\n")).ShouldBe(["1,2"]);
        Should.Throw<FileNotFoundException>(() => FileSource.Open(files.PathOf("none.csv"), new FileSourceOptions()));
    }
}
