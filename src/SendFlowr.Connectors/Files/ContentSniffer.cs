using System.Text;

namespace SendFlowr.Connectors.Files;

/// <summary>Recognizes content that is no UTF-8 text, by its first bytes.</summary>
internal static class ContentSniffer
{
    private static readonly (byte[] Magic, string Found, string Remedy)[] Known =
    [
        ([0x50, 0x4B, 0x03, 0x04], "this is a zip archive (or an Excel workbook)", "Unpack it, or export the sheet as CSV, and give the file inside"),
        ([0x50, 0x4B, 0x05, 0x06], "this is an empty zip archive", "Give the file that should be inside"),
        ([0xFF, 0xFE], "this is UTF-16 text", "Save it as UTF-8"),
        ([0xFE, 0xFF], "this is UTF-16 text", "Save it as UTF-8"),
        ([0x28, 0xB5, 0x2F, 0xFD], "this is compressed with zstd", "Unpack it, or compress it with gzip (.gz)"),
        ([0x42, 0x5A, 0x68], "this is compressed with bzip2", "Unpack it, or compress it with gzip (.gz)"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], "this is compressed with xz", "Unpack it, or compress it with gzip (.gz)"),
        ([0x37, 0x7A, 0xBC, 0xAF], "this is a 7z archive", "Unpack it and give the file inside"),
        (Encoding.ASCII.GetBytes("PAR1"), "this is a Parquet file", "Export it as NDJSON or CSV"),
        (Encoding.ASCII.GetBytes("ORC"), "this is an ORC file", "Export it as NDJSON or CSV"),
        (Encoding.ASCII.GetBytes("SQLite format 3"), "this is an SQLite database", "Export the table as CSV"),
        (Encoding.ASCII.GetBytes("%PDF"), "this is a PDF document", "Export the data as CSV"),
        ([0xD0, 0xCF, 0x11, 0xE0], "this is an old Excel workbook", "Export the sheet as CSV"),
        ([0x4F, 0x62, 0x6A, 0x01], "this is an Avro container file", "Name it .avro"),
    ];

    public static bool IsGzip(ReadOnlySpan<byte> content) => content.Length >= 2 && content[0] == 0x1F && content[1] == 0x8B;

    /// <summary>What the content is and what to do; null when it can be text.</summary>
    public static (string Found, string Remedy)? Recognize(ReadOnlySpan<byte> content)
    {
        foreach ((byte[] magic, string found, string remedy) in Known)
        {
            if (content.StartsWith(magic) && (magic.Length > 3 || !IsAsciiLetter(magic[0]) || content.Contains((byte)0)))
            {
                return (found, remedy);
            }
        }

        if (IsGzip(content))
        {
            return ("this is compressed with gzip, and its name does not end in .gz", "Rename it, for example to events.ndjson.gz");
        }

        if (content.Length > 262 && content.Slice(257, 5).SequenceEqual("ustar"u8))
        {
            return ("this is a tar archive", "Unpack it and give the file inside");
        }

        return content.Contains((byte)0)
            ? ("this is no text: it contains zero bytes (a binary file, or UTF-16)", "Export it as UTF-8 NDJSON, JSON or CSV")
            : null;
    }

    private static bool IsAsciiLetter(byte value) => char.IsAsciiLetter((char)value);
}
