using System.IO.Compression;

namespace SendFlowr.Connectors.Files;

/// <summary>The compressed bytes of a file, followed by a small gzip member of our own that shows whether the file was whole.</summary>
/// <remarks>
/// GZipStream takes the end of its input for the end of the data, so a file cut off in transfer would look complete.
/// It asks for more input only when everything so far is decoded. So what it gives before <see cref="Exhausted"/> is the file's,
/// and what it gives afterwards is the marker exactly when the file ended where a member ends (RFC 1952 allows several).
/// </remarks>
internal sealed class GzipInput(FileStream file) : Stream
{
    private static readonly byte[] Marker = "whole"u8.ToArray();

    private static readonly byte[] MarkerMember = Compress(Marker);

    private int markerPosition;

    /// <summary>True from the moment the decompressor asked for more than the file has.</summary>
    public bool Exhausted { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads the rest after exhaustion, of which <paramref name="first"/> came already; true when the file was whole.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> first, Stream decompressed)
    {
        if (first.Length > Marker.Length)
        {
            return false;
        }

        Span<byte> tail = stackalloc byte[Marker.Length + 1];
        first.CopyTo(tail);
        int length = first.Length + decompressed.ReadAtLeast(tail[first.Length..], tail.Length - first.Length, throwOnEndOfStream: false);
        return tail[..length].SequenceEqual(Marker);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = Exhausted ? 0 : file.Read(buffer);
        if (count > 0 || buffer.IsEmpty)
        {
            return count;
        }

        Exhausted = true;
        ReadOnlySpan<byte> rest = MarkerMember.AsSpan(markerPosition);
        count = Math.Min(rest.Length, buffer.Length);
        rest[..count].CopyTo(buffer);
        markerPosition += count;
        return count;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private static byte[] Compress(byte[] bytes)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return stream.ToArray();
    }
}
