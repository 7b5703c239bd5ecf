using System.IO.Compression;
using SendFlowr.Avro.Containers;
using SendFlowr.Connectors.Definitions;

namespace SendFlowr.Connectors.Files;

/// <summary>The uncompressed bytes of a file, whose beginning was checked against its name. Not thread-safe, except for <see cref="BytesRead"/>.</summary>
internal sealed class SourceContent : IDocumentContent
{
    private const int SniffBytes = 64 << 10;

    private readonly FileStream file;
    private readonly GzipInput? gzip;
    private readonly Stream content;
    private byte[] head = [];
    private int headPosition;
    private int headEnd;
    private bool streamEnded;
    private long bytesRead;

    private SourceContent(string path, FileStream file)
    {
        this.file = file;
        BytesTotal = file.Length;
        if (FileFormat.IsGzip(path))
        {
            CheckMagic(path, file);
            gzip = new GzipInput(file);
        }

        content = gzip is null ? file : new GZipStream(gzip, CompressionMode.Decompress, leaveOpen: true);
    }

    public long BytesRead => Interlocked.Read(ref bytesRead);

    public long BytesTotal { get; }

    public int StartOffset { get; private set; }

    public bool Ended => headPosition == headEnd && streamEnded;

    public ContentDamage? Damage { get; private set; }

    /// <summary>Opens the file and checks its first bytes.</summary>
    public static SourceContent Open(string path, DocumentFormat? declared, out DocumentFormat format)
    {
        FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        try
        {
            SourceContent source = new(path, file);
            byte[] head = new byte[SniffBytes];
            int length = source.ReadStream(head, 0);
            if (source.Damage is not null && length == 0)
            {
                throw new SourceDamagedException(path, 0, "the gzip data is damaged at its beginning", source.Damage.Cause);
            }

            format = CheckFormat(path, head.AsSpan(0, length), declared);
            source.StartOffset = head.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
            source.head = head;
            source.headPosition = source.StartOffset;
            source.headEnd = length;
            return source;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public int Fill(byte[] buffer, int length)
    {
        int fromHead = Math.Min(headEnd - headPosition, buffer.Length - length);
        head.AsSpan(headPosition, fromHead).CopyTo(buffer.AsSpan(length));
        headPosition += fromHead;
        return ReadStream(buffer, length + fromHead);
    }

    public void Dispose()
    {
        content.Dispose();
        file.Dispose();
    }

    private int ReadStream(byte[] buffer, int length)
    {
        try
        {
            while (!streamEnded && length < buffer.Length)
            {
                int count = content.Read(buffer, length, buffer.Length - length);
                if (gzip is { Exhausted: true })
                {
                    streamEnded = true;
                    Damage = GzipInput.IsWhole(buffer.AsSpan(length, count), content)
                        ? null
                        : DamagedGzip(new InvalidDataException("The compressed data ends before its last member does."));
                    break;
                }

                streamEnded = count == 0;
                length += count;
            }
        }
        catch (InvalidDataException exception)
        {
            Damage = DamagedGzip(exception);
            streamEnded = true;
        }

        Interlocked.Exchange(ref bytesRead, file.Position);
        return length;
    }

    private static ContentDamage DamagedGzip(InvalidDataException cause) => new("the gzip data ends early or is damaged", cause);

    private static void CheckMagic(string path, FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        int length = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        if (!ContentSniffer.IsGzip(magic[..length]))
        {
            throw new SourceFormatException(path, "the name ends in .gz and the content is not gzip", "Rename it without .gz, or fetch it again.");
        }
    }

    private static DocumentFormat CheckFormat(string path, ReadOnlySpan<byte> head, DocumentFormat? declared)
    {
        if (FileFormat.FromName(path) == DocumentFormat.Avro)
        {
            return CheckAvro(path, head, declared);
        }

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

    private static DocumentFormat CheckAvro(string path, ReadOnlySpan<byte> head, DocumentFormat? declared)
    {
        if (!head.StartsWith(ContainerHeader.Magic))
        {
            throw new SourceFormatException(
                path, "the name ends in .avro and the content is no Avro container file", "Rename it after what it is, or fetch it again.");
        }

        return declared == DocumentFormat.Csv
            ? throw new SourceFormatException(path, "this is an Avro container file, and the definition reads CSV", "Give it a definition without 'format: csv'.")
            : DocumentFormat.Avro;
    }
}
