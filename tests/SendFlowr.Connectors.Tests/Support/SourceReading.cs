using System.Text;
using SendFlowr.Connectors.Files;

namespace SendFlowr.Connectors.Tests.Support;

/// <summary>A document as a test compares it.</summary>
internal sealed record ReadDocument(long Number, long Offset, string Text, OversizeDocument? Oversize);

/// <summary>Reads a file to its end.</summary>
internal static class SourceReading
{
    public static List<ReadDocument> ReadAll(string path, FileSourceOptions? options = null)
    {
        using FileSource source = FileSource.Open(path, options ?? new FileSourceOptions());
        return ReadAll(source);
    }

    public static List<ReadDocument> ReadAll(FileSource source)
    {
        List<ReadDocument> documents = [];
        DocumentBatch batch = new();
        while (source.TryReadBatch(batch))
        {
            for (int i = 0; i < batch.Count; i++)
            {
                SourceDocument document = batch[i];
                documents.Add(new ReadDocument(document.Number, document.Offset, Encoding.UTF8.GetString(document.Bytes), document.Oversize));
            }
        }

        source.TryReadBatch(batch).ShouldBeFalse();
        return documents;
    }

    public static string[] Texts(string path, FileSourceOptions? options = null) =>
        [.. ReadAll(path, options).Select(document => document.Text)];
}
