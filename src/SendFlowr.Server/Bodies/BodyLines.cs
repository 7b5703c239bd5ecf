namespace SendFlowr.Server.Bodies;

/// <summary>Cuts a body into lines: separated by a line feed, a carriage return before it is no part of the line.</summary>
internal static class BodyLines
{
    /// <summary>Every line that is not blank, with its number from 1.</summary>
    public static IEnumerable<(int Number, ReadOnlyMemory<byte> Line)> Split(ReadOnlyMemory<byte> body)
    {
        int number = 0;
        while (!body.IsEmpty)
        {
            int end = body.Span.IndexOf((byte)'\n');
            ReadOnlyMemory<byte> line = end < 0 ? body : body[..end];
            body = end < 0 ? default : body[(end + 1)..];
            number++;
            if (!IsBlank(line.Span))
            {
                yield return (number, Trim(line));
            }
        }
    }

    /// <summary>All of them; none may be longer than a JSON body.</summary>
    /// <exception cref="Problems.RefusedException">One is.</exception>
    public static List<(int Number, ReadOnlyMemory<byte> Line)> SplitWithinLimit(ReadOnlyMemory<byte> body)
    {
        List<(int Number, ReadOnlyMemory<byte> Line)> lines = [.. Split(body)];
        int tooLong = lines.FindIndex(line => line.Line.Length > BodyLimits.JsonBytes);
        return tooLong < 0 ? lines : throw BodyReader.LineTooLong(lines[tooLong].Number);
    }

    public static bool IsBlank(ReadOnlySpan<byte> line) => line.IndexOfAnyExcept(" \t\r"u8) < 0;

    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> line) => line.Span[^1] == '\r' ? line[..^1] : line;
}
