using System.IO.Compression;
using System.Text;

namespace SendFlowr.Cli.Verbs.Backtest;

/// <summary>Opens files that may be packed with gzip, whatever their name.</summary>
internal static class HistoryFile
{
    private const int MaxHeaderBytes = 256;

    /// <summary>The unpacked content, read from <paramref name="source"/>, which must be at its beginning.</summary>
    public static Stream Unpack(FileStream source)
    {
        bool isPacked = source.ReadByte() == 0x1F && source.ReadByte() == 0x8B;
        source.Position = 0;
        return isPacked ? new GZipStream(source, CompressionMode.Decompress, leaveOpen: true) : source;
    }

    /// <summary>The first line of a file, without its line end; cut where no header could go on.</summary>
    /// <exception cref="InvalidDataException">The file begins as gzip and is not.</exception>
    public static string FirstLine(string path)
    {
        using FileStream file = File.OpenRead(path);
        using Stream content = Unpack(file);
        byte[] bytes = new byte[MaxHeaderBytes];
        int length = content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes, 0, length).Split('\n')[0];
    }
}
