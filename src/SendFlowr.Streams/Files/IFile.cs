namespace SendFlowr.Streams.Files;

/// <summary>An open file. Reads may run on several threads, writes on one.</summary>
public interface IFile : IDisposable
{
    long Length { get; }

    /// <summary>Reads up to the length of the buffer; fewer bytes only at the end of the file.</summary>
    int Read(long offset, Span<byte> buffer);

    /// <summary>Writes all bytes or throws; after an exception part of them may have been written.</summary>
    /// <exception cref="VolumeFullException">The volume or the quota is full.</exception>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Cuts the file to the length.</summary>
    void Truncate(long length);

    /// <summary>Returns when everything written so far survives a loss of power.</summary>
    void Sync();
}
