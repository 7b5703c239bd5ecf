using SendFlowr.Streams.Files;

namespace SendFlowr.Streams.Tests.Support;

/// <summary>Real files whose writes and syncs can be made to fail.</summary>
public sealed class FaultyFileSystem : IFileSystem
{
    private readonly PhysicalFileSystem _inner = new();

    /// <summary>Writes to files whose path contains this find no space, after half of the bytes.</summary>
    public string? FullPath { get; set; }

    public bool SyncsFail { get; set; }

    /// <summary>Bytes read out of all files so far.</summary>
    public long BytesRead { get; set; }

    public IFile Create(string path) => new FaultyFile(this, path, _inner.Create(path));

    public IFile Open(string path, bool writable) => new FaultyFile(this, path, _inner.Open(path, writable));

    public bool FileExists(string path) => _inner.FileExists(path);

    public IReadOnlyList<string> List(string directory) => _inner.List(directory);

    public void CreateDirectory(string directory) => _inner.CreateDirectory(directory);

    public void Rename(string from, string to) => _inner.Rename(from, to);

    public void Delete(string path) => _inner.Delete(path);

    public void SyncDirectory(string directory) => _inner.SyncDirectory(directory);

    public long FreeBytes(string directory) => 1234;

    public IDisposable? TryLock(string path) => _inner.TryLock(path);

    private sealed class FaultyFile(FaultyFileSystem files, string path, IFile inner) : IFile
    {
        public long Length => inner.Length;

        public int Read(long offset, Span<byte> buffer)
        {
            int read = inner.Read(offset, buffer);
            files.BytesRead += read;
            return read;
        }

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            if (files.FullPath is { } full && path.Contains(full, StringComparison.Ordinal))
            {
                inner.Write(offset, bytes[..(bytes.Length / 2)]);
                throw new VolumeFullException("no space");
            }

            inner.Write(offset, bytes);
        }

        public void Truncate(long length) => inner.Truncate(length);

        public void Sync()
        {
            if (files.SyncsFail)
            {
                throw new IOException("input/output error");
            }

            inner.Sync();
        }

        public void Dispose() => inner.Dispose();
    }
}
