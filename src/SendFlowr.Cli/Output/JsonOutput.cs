using System.Text.Encodings.Web;
using System.Text.Json;

namespace SendFlowr.Cli.Output;

/// <summary>Writes one JSON document, or NDJSON, to a stream: UTF-8, compact, a line feed after each document.</summary>
/// <remarks>Nothing is written for a document that fails half-way. Not thread-safe. Its owner flushes it at the end.</remarks>
internal sealed class JsonOutput(Stream stream) : IDisposable
{
    private const int BufferBytes = 1 << 16;

    // The texts go to a file or a terminal, never into a page, so only what JSON itself asks for is escaped.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly BufferedStream _stream = new(stream, BufferBytes);
    private readonly MemoryStream _document = new();

    /// <summary>Writes one document and its line feed. Call once for a document, repeatedly for NDJSON.</summary>
    public void Write(Action<Utf8JsonWriter> write)
    {
        _document.SetLength(0);
        using (Utf8JsonWriter writer = new(_document, Options))
        {
            write(writer);
        }

        _document.WriteByte((byte)'\n');
        _document.WriteTo(_stream);
    }

    /// <summary>Hands everything written so far to the reader at the other end.</summary>
    public void Flush() => _stream.Flush();

    public void Dispose()
    {
        _document.Dispose();
    }
}
