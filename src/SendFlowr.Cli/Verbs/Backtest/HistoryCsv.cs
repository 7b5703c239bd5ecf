using System.Buffers.Text;
using System.Globalization;
using System.Text;
using SendFlowr.Cli.Frame;
using SendFlowr.Model.Backtest;

namespace SendFlowr.Cli.Verbs.Backtest;

/// <summary>
/// Reads the plain history of a backtest: CSV with the header <c>user_id,unix_seconds[,utc_offset_min]</c>, one event a line.
/// A user id may stand in quotes; it may not hold a line break.
/// </summary>
/// <remarks>Streams with a buffer of <see cref="MaxLineBytes"/>, whatever the size of the file.</remarks>
internal sealed class HistoryCsv(string file, bool hasOffsets)
{
    private const int MaxLineBytes = 1 << 16;
    private const int MaxUserCharacters = 1024;
    private const long BatchLines = 1 << 14;
    private const string Header = "user_id,unix_seconds";
    private const string HeaderWithOffset = "user_id,unix_seconds,utc_offset_min";

    private readonly char[] _user = new char[MaxUserCharacters];

    /// <summary>The reader for a file whose first line is one of the two headers, else null.</summary>
    public static HistoryCsv? For(string file, string firstLine) => firstLine.TrimStart('\uFEFF').TrimEnd() switch
    {
        Header => new HistoryCsv(file, hasOffsets: false),
        HeaderWithOffset => new HistoryCsv(file, hasOffsets: true),
        _ => null,
    };

    public bool HasOffsets => hasOffsets;

    private string Expected => hasOffsets ? HeaderWithOffset : Header;

    /// <summary>Adds every line to the rows.</summary>
    /// <param name="content">The text of the file, unpacked.</param>
    /// <param name="rows">Where the events go.</param>
    /// <param name="report">Called now and then with the number of lines read.</param>
    /// <param name="cancellation">Looked at whenever progress is reported.</param>
    /// <exception cref="VerbException">A line is not as the header says; the text has file and line.</exception>
    public void ReadInto(Stream content, BacktestRows rows, Action<long> report, CancellationToken cancellation)
    {
        byte[] buffer = new byte[MaxLineBytes];
        int filled = 0;
        long line = 0;
        bool ended = false;
        while (!ended)
        {
            int read = content.Read(buffer, filled, buffer.Length - filled);
            ended = read == 0;
            filled += read;
            int start = 0;
            while (start < filled)
            {
                int length = buffer.AsSpan(start, filled - start).IndexOf((byte)'\n');
                if (length < 0 && !ended)
                {
                    break;
                }

                length = length < 0 ? filled - start : length;
                ReadLine(buffer.AsSpan(start, length).TrimEnd((byte)'\r'), ++line, rows);
                start = Math.Min(start + length + 1, filled);
                if (line % BatchLines == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                    report(line);
                }
            }

            filled -= start;
            buffer.AsSpan(start, filled).CopyTo(buffer);
            if (filled == buffer.Length)
            {
                throw Fault(line + 1, $"is longer than {MaxLineBytes} bytes. Is it the right file?");
            }
        }

        report(line);
    }

    private void ReadLine(ReadOnlySpan<byte> text, long line, BacktestRows rows)
    {
        if (line == 1 || text.IsEmpty)
        {
            return;
        }

        int userLength = ReadUser(ref text, line);
        if (!Utf8Parser.TryParse(text, out long seconds, out int consumed) || !EndsField(text, consumed, isLast: !hasOffsets))
        {
            throw Fault(line, $"has no whole number in the column unix_seconds, or another number of columns than the header {Expected}.");
        }

        int offset = 0;
        if (hasOffsets)
        {
            text = text[(consumed + 1)..];
            if (!Utf8Parser.TryParse(text, out offset, out consumed) || !EndsField(text, consumed, isLast: true))
            {
                throw Fault(line, $"has no whole number in the column utc_offset_min, or another number of columns than the header {Expected}.");
            }
        }

        try
        {
            rows.Add(_user.AsSpan(0, userLength), seconds, offset);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw Fault(line, $"has a value out of range: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Takes the first field and its comma off the line.</summary>
    private int ReadUser(ref ReadOnlySpan<byte> text, long line)
    {
        bool isQuoted = text[0] == (byte)'"';
        int end = isQuoted ? EndOfQuoted(text) : text.IndexOf((byte)',');
        if (end < 0 || end >= text.Length || text[end] != (byte)',')
        {
            throw Fault(line, $"is not as the header says: {Expected}.");
        }

        ReadOnlySpan<byte> field = isQuoted ? text[1..(end - 1)] : text[..end];
        if (field.IsEmpty || field.Length > MaxUserCharacters)
        {
            throw Fault(line, $"has a user_id of {field.Length} bytes; 1 to {MaxUserCharacters} are read.");
        }

        text = text[(end + 1)..];
        int length = Encoding.UTF8.GetChars(field, _user);
        return isQuoted ? UndoubleQuotes(_user, length) : length;
    }

    /// <summary>The position behind the closing quote, or −1.</summary>
    private static int EndOfQuoted(ReadOnlySpan<byte> text)
    {
        int at = 1;
        while (at < text.Length)
        {
            if (text[at] != (byte)'"')
            {
                at++;
            }
            else if (at + 1 < text.Length && text[at + 1] == (byte)'"')
            {
                at += 2;
            }
            else
            {
                return at + 1;
            }
        }

        return -1;
    }

    private static int UndoubleQuotes(Span<char> text, int length)
    {
        int written = 0;
        for (int read = 0; read < length; read++)
        {
            text[written++] = text[read];
            if (text[read] == '"')
            {
                read++;
            }
        }

        return written;
    }

    private static bool EndsField(ReadOnlySpan<byte> text, int at, bool isLast) => isLast ? at == text.Length : at < text.Length && text[at] == (byte)',';

    private VerbException Fault(long line, string fault) =>
        VerbException.Failed(string.Create(CultureInfo.InvariantCulture, $"{file}:{line}: the line {fault}"));
}
