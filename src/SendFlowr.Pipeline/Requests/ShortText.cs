using System.Text;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Texts of at most 255 bytes within a row: a length byte and UTF-8.</summary>
internal static class ShortText
{
    public static int Bytes(string text) => 1 + Encoding.UTF8.GetByteCount(text);

    public static string Read(ReadOnlySpan<byte> row, ref int place)
    {
        int length = row[place];
        string text = Encoding.UTF8.GetString(row.Slice(place + 1, length));
        place += 1 + length;
        return text;
    }

    public static void Write(Span<byte> row, ref int place, string text)
    {
        int length = Encoding.UTF8.GetBytes(text, row[(place + 1)..]);
        row[place] = checked((byte)length);
        place += 1 + length;
    }
}
