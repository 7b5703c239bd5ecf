using System.IO.Compression;
using SendFlowr.Connectors.Definitions;

namespace SendFlowr.Connectors.Files;

/// <summary>The uncompressed bytes of a file, whose beginning was checked against its name. Not thread-safe, except for <see cref="BytesRead"/>.</summary>
internal sealed class SourceContent : IDisposable
{
    private const int SniffBytes = 4096;

    private readonly FileStream file;
    private readonly Stream content;
    private long bytesRead;

    private SourceContent(string path, FileStream file)
    {
        this.file = file;
        BytesTotal = file.Length;
        content = Uncompressed(path, file);
    }

    /// <summary>Bytes of the file read so far, compressed where the file is.</summary>
    public long BytesRead => Interlocked.Read(ref bytesRead);

    public long BytesTotal { get; }

    /// <summary>True when no more bytes follow, also because of damage.</summary>
    public bool Ended { get; private set; }

    /// <summary>What the decompressor found, null while all is well.</summary>
    public InvalidDataException? Damage { get; private set; }

    /// <summary>Opens the file and reads its first bytes into <paramref name="head"/>.</summary>
    public static SourceContent Open(string path, DocumentFormat? declared, byte[] head, out int length, out DocumentFormat format)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            SourceContent source = new(path, file);
            length = source.Fill(head, 0, SniffBytes);
            if (source.Damage is not null && length == 0)
            {
                throw new SourceDamagedException(path, 0, "the gzip data is damaged at its beginning", source.Damage);
            }

            format = CheckFormat(path, head.AsSpan(0, length), declared);
            return source;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads behind the bytes at hand until the buffer is full or the content ends; returns the bytes then at hand.</summary>
    public int Fill(byte[] buffer, int length) => Fill(buffer, length, buffer.Length);

    public void Dispose()
    {
        content.Dispose();
        file.Dispose();
    }

    private int Fill(byte[] buffer, int length, int enough)
    {
        try
        {
            while (!Ended && length < Math.Min(enough, buffer.Length))
            {
                int count = content.Read(buffer, length, buffer.Length - length);
                Ended = count == 0;
                length += count;
            }
        }
        catch (InvalidDataException exception)
        {
            Damage = exception;
            Ended = true;
        }

        Interlocked.Exchange(ref bytesRead, file.Position);
        return length;
    }

    private static Stream Uncompressed(string path, FileStream file)
    {
        if (!FileFormat.IsGzip(path))
        {
            return file;
        }

        Span<byte> magic = stackalloc byte[2];
        int length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (!ContentSniffer.IsGzip(magic[..length]))
        {
            throw new SourceFormatException(path, "the name ends in .gz and the content is not gzip", "Rename it without .gz, or fetch it again.");
        }

        return new GZipStream(file, CompressionMode.Decompress, leaveOpen: true);
    }

    private static DocumentFormat CheckFormat(string path, ReadOnlySpan<byte> head, DocumentFormat? declared)
    {
        if (ContentSniffer.Recognize(head) is { } wrong)
        {
            throw new SourceFormatException(path, wrong.Found, wrong.Remedy + ".");
        }

        DocumentFormat format = declared ?? FileFormat.FromName(path) ?? throw new SourceFormatException(
            path,
            "its name does not say what it is",
            $"Known are {FileFormat.Extensions}. Rename it, or write 'format: ndjson' (json, csv) into the connector's definition.");
        bool oldLineEnds = format != DocumentFormat.Json && head.Contains((byte)'\r') && !head.Contains((byte)'\n');
        return oldLineEnds
            ? throw new SourceFormatException(path, "its lines end in carriage returns only", "Save it with line ends \\n or \\r\\n.")
            : format;
    }
}
