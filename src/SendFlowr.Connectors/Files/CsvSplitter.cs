namespace SendFlowr.Connectors.Files;

/// <summary>Cuts CSV into records after RFC 4180: line ends within quotes belong to the field. Blank lines are passed over.</summary>
/// <remarks>
/// A record with a stray quote would swallow the lines behind it. So when a record breaks the grammar, or grows over the limit,
/// only its first line is given out (and fails as malformed), and reading goes on with the next line.
/// </remarks>
internal sealed class CsvSplitter(byte delimiter, int maxRecordBytes) : CountedLineSplitter
{
    public override bool TryNext(ReadOnlySpan<byte> buffer, ref int position, bool final, out DocumentSlice slice)
    {
        while (position < buffer.Length)
        {
            ReadOnlySpan<byte> rest = buffer[position..];
            int end = RecordEnd(rest, final);
            if (end < 0)
            {
                break;
            }

            int start = position;
            ReadOnlySpan<byte> text = rest[..end];
            position += Math.Min(end + 1, rest.Length);
            long number = Line;
            Line += text.Count((byte)'\n') + (end < rest.Length ? 1 : 0);
            if (!text.IsEmpty && !text.SequenceEqual("\r"u8))
            {
                slice = new DocumentSlice(start, text.Length, number);
                return true;
            }
        }

        slice = default;
        return false;
    }

    /// <summary>Where the record's line end is, or the end of the content; −1 when more bytes are needed.</summary>
    private int RecordEnd(ReadOnlySpan<byte> rest, bool final)
    {
        int firstLineEnd = -1;
        int at = 0;
        while (at < rest.Length)
        {
            int found = rest[at..].IndexOfAny((byte)'\n', (byte)'"');
            if (found < 0)
            {
                break;
            }

            at += found;
            if (rest[at] == (byte)'\n')
            {
                return Bounded(at, firstLineEnd);
            }

            bool opens = at == 0 || rest[at - 1] == delimiter;
            at++;
            if (opens && !CloseQuote(rest, ref at, ref firstLineEnd, out bool malformed))
            {
                bool giveUp = malformed || final || rest.Length > maxRecordBytes;
                return giveUp && firstLineEnd >= 0 ? firstLineEnd : final || malformed ? LineEnd(rest, final) : -1;
            }
        }

        return final ? Bounded(rest.Length, firstLineEnd) : rest.Length > maxRecordBytes ? firstLineEnd : -1;
    }

    /// <summary>Moves behind the closing quote; false when it is not there, or when text follows it.</summary>
    private bool CloseQuote(ReadOnlySpan<byte> rest, ref int at, ref int firstLineEnd, out bool malformed)
    {
        malformed = false;
        while (true)
        {
            int quote = rest[at..].IndexOf((byte)'"');
            ReadOnlySpan<byte> field = quote < 0 ? rest[at..] : rest.Slice(at, quote);
            if (firstLineEnd < 0 && field.IndexOf((byte)'\n') is >= 0 and int newline)
            {
                firstLineEnd = at + newline;
            }

            if (quote < 0)
            {
                return false;
            }

            at += quote + 1;
            if (at == rest.Length)
            {
                return true;
            }

            if (rest[at] != (byte)'"')
            {
                malformed = rest[at] != delimiter && rest[at] != (byte)'\n' && rest[at] != (byte)'\r';
                return !malformed;
            }

            at++;
        }
    }

    private int Bounded(int end, int firstLineEnd) => end > maxRecordBytes && firstLineEnd >= 0 ? firstLineEnd : end;

    private static int LineEnd(ReadOnlySpan<byte> rest, bool final)
    {
        int end = rest.IndexOf((byte)'\n');
        return end < 0 && final ? rest.Length : end;
    }
}
