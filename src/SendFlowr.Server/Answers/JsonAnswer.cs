using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SendFlowr.Server.Answers;

/// <summary>Writes JSON answers. Thread-safe.</summary>
internal static class JsonAnswer
{
    public const string ContentType = "application/json; charset=utf-8";
    public const string LinesContentType = "application/x-ndjson; charset=utf-8";

    private const int MostKeptBytes = 1 << 20;

    // The answer is JSON and says so, so letters outside ASCII need no escapes.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [ThreadStatic]
    private static Buffer? buffer;

    /// <summary>Answers 200 with one JSON value.</summary>
    public static Task WriteAsync<T>(HttpContext context, T state, Action<Utf8JsonWriter, T> write) =>
        WriteAsync(context, StatusCodes.Status200OK, ContentType, state, write);

    /// <summary>Answers with one JSON value.</summary>
    public static Task WriteAsync<T>(HttpContext context, int status, T state, Action<Utf8JsonWriter, T> write) =>
        WriteAsync(context, status, ContentType, state, write);

    public static async Task WriteAsync<T>(HttpContext context, int status, string contentType, T state, Action<Utf8JsonWriter, T> write)
    {
        HttpResponse response = context.Response;
        Append(response, status, contentType, state, write);
        await response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    /// <summary>Puts one line of NDJSON into the answer without sending it yet.</summary>
    public static void AppendLine<T>(HttpResponse response, T state, Action<Utf8JsonWriter, T> write)
    {
        Buffer used = Take();
        write(used.Writer, state);
        used.Writer.Flush();
        response.BodyWriter.Write(used.Bytes.WrittenSpan);
        response.BodyWriter.Write("\n"u8);
        Return(used);
    }

    /// <summary>The JSON text of a value.</summary>
    public static byte[] ToBytes<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        Buffer used = Take();
        write(used.Writer, state);
        used.Writer.Flush();
        byte[] bytes = used.Bytes.WrittenSpan.ToArray();
        Return(used);
        return bytes;
    }

    private static void Append<T>(HttpResponse response, int status, string contentType, T state, Action<Utf8JsonWriter, T> write)
    {
        Buffer used = Take();
        write(used.Writer, state);
        used.Writer.Flush();
        response.StatusCode = status;
        response.ContentType = contentType;
        response.ContentLength = used.Bytes.WrittenCount;
        response.BodyWriter.Write(used.Bytes.WrittenSpan);
        Return(used);
    }

    private static Buffer Take()
    {
        Buffer taken = buffer ?? new Buffer();
        buffer = null;
        taken.Bytes.ResetWrittenCount();
        taken.Writer.Reset(taken.Bytes);
        return taken;
    }

    private static void Return(Buffer used)
    {
        if (used.Bytes.Capacity <= MostKeptBytes)
        {
            buffer = used;
        }
    }

    private sealed class Buffer
    {
        public Buffer() => Writer = new Utf8JsonWriter(Bytes, Options);

        public ArrayBufferWriter<byte> Bytes { get; } = new(4096);

        public Utf8JsonWriter Writer { get; }
    }
}
