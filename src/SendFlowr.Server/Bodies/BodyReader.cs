using System.Buffers;
using System.IO.Pipelines;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Bodies;

/// <summary>Reads a whole body up to its limit.</summary>
internal static class BodyReader
{
    /// <summary>One JSON body.</summary>
    /// <exception cref="RefusedException">Another media type, or more than the limit.</exception>
    public static ValueTask<byte[]> ReadJsonAsync(HttpContext context)
    {
        MediaType.RequireLinesOr(context, MediaType.Json);
        return ReadAsync(context, BodyLimits.JsonBytes);
    }

    /// <summary>One JSON body, or lines of JSON.</summary>
    /// <exception cref="RefusedException">Another media type, or more than the limit.</exception>
    public static async ValueTask<(byte[] Bytes, bool IsLines)> ReadJsonOrLinesAsync(HttpContext context)
    {
        bool lines = MediaType.RequireLinesOr(context, MediaType.Json, MediaType.Lines);
        return (await ReadAsync(context, lines ? BodyLimits.LinesBytes : BodyLimits.JsonBytes), lines);
    }

    public static RefusedException TooLarge(int limit) => new(
        ProblemType.BodyTooLarge,
        $"the body has more than {limit} bytes, the limit here. "
            + (limit == BodyLimits.JsonBytes ? "Send less in one request." : "Send the lines in several requests."));

    public static RefusedException LineTooLong(int line) => new(
        ProblemType.BodyTooLarge, $"line {line} has more than {BodyLimits.JsonBytes} bytes, the limit of one line; shorten it, and send the lines again.");

    private static async ValueTask<byte[]> ReadAsync(HttpContext context, int limit)
    {
        if (context.Request.ContentLength > limit)
        {
            throw TooLarge(limit);
        }

        PipeReader reader = context.Request.BodyReader;
        ArrayBufferWriter<byte>? parts = null;
        while (true)
        {
            ReadResult result = await reader.ReadAsync(context.RequestAborted);
            ReadOnlySequence<byte> buffer = result.Buffer;
            if (buffer.Length + (parts?.WrittenCount ?? 0) > limit)
            {
                reader.AdvanceTo(buffer.End);
                throw TooLarge(limit);
            }

            if (result.IsCompleted && parts is null)
            {
                byte[] whole = buffer.ToArray();
                reader.AdvanceTo(buffer.End);
                return whole;
            }

            parts ??= new ArrayBufferWriter<byte>((int)Math.Min(limit, context.Request.ContentLength ?? (2 * buffer.Length) + 256));
            foreach (ReadOnlyMemory<byte> part in buffer)
            {
                parts.Write(part.Span);
            }

            reader.AdvanceTo(buffer.End);
            if (result.IsCompleted)
            {
                return parts.WrittenSpan.ToArray();
            }
        }
    }
}
