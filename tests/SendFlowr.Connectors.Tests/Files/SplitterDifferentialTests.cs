using System.Globalization;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Files;

/// <summary>The same documents come out whatever the size of the buffer, and no byte that matters is lost.</summary>
public sealed class SplitterDifferentialTests : IDisposable
{
    private readonly TempFiles files = new();

    public void Dispose() => files.Dispose();

    [Theory]
    [InlineData(DocumentFormat.Ndjson, "{}\"a1\r\n ")]
    [InlineData(DocumentFormat.Json, "{}[]\",\\a1\n ")]
    [InlineData(DocumentFormat.Csv, "\",;a1\r\n")]
    public void documents_do_not_depend_on_the_buffer(DocumentFormat format, string alphabet)
    {
        const int seed = 1009;
        Random random = new(seed);
        for (int round = 0; round < 400; round++)
        {
            string content = string.Concat(Enumerable.Range(0, random.Next(400)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            string path = files.Write("f.txt", format == DocumentFormat.Csv ? "h1,h2\n" + content : content);
            FileSourceOptions options = new() { Format = format, MaxLineBytes = 60, MaxDocumentBytes = 60 };
            string context = string.Create(CultureInfo.InvariantCulture, $"seed {seed}, round {round}: {Visible(content)}");
            (string expected, string? kept) = Read(path, options with { BatchBytes = 4096 });
            foreach (int batchBytes in (int[])[16, 37, 64, 150])
            {
                string actual = Read(path, options with { BatchBytes = batchBytes }).Outcome;
                (actual == expected).ShouldBeTrue($"{context}\nbatch {batchBytes}\nexpected {expected}\nactual   {actual}");
            }

            // Line ends, blanks and, in JSON, the brackets and commas between documents are all that may be missing.
            string separators = format == DocumentFormat.Json ? " \r\n[]," : " \r\n";
            if (kept is not null)
            {
                Strip(kept, separators).ShouldBe(Strip(content, separators), context);
            }
        }
    }

    private static (string Outcome, string? Kept) Read(string path, FileSourceOptions options)
    {
        try
        {
            using FileSource source = FileSource.Open(path, options);
            List<ReadDocument> documents = [];
            string end = "end";
            DocumentBatch batch = new();
            try
            {
                while (source.TryReadBatch(batch))
                {
                    for (int i = 0; i < batch.Count; i++)
                    {
                        SourceDocument document = batch[i];
                        documents.Add(new ReadDocument(document.Number, document.Offset, System.Text.Encoding.ASCII.GetString(document.Bytes), document.Oversize));
                    }
                }
            }
            catch (SourceDamagedException)
            {
                end = "damaged";
            }

            string outcome = string.Join('|', documents.Select(document => document.Oversize is { } big
                ? $"{document.Number}@{document.Offset}:{big.TotalBytes}:{Convert.ToHexString(big.Sha256)}"
                : $"{document.Number}@{document.Offset}:{document.Text}")) + end;
            return (Visible(outcome), string.Concat(documents.Select(document => document.Text)));
        }
        catch (SourceFormatException exception)
        {
            return (exception.Found, null);
        }
    }

    private static string Visible(string text) =>
        text.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\r", "\\r", StringComparison.Ordinal);

    private static string Strip(string text, string characters) => string.Concat(text.Where(letter => !characters.Contains(letter, StringComparison.Ordinal)));
}
