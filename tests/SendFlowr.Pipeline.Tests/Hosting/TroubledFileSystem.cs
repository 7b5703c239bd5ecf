using SendFlowr.Streams.Files;

namespace SendFlowr.Pipeline.Tests.Hosting;

/// <summary>Real files whose writes and syncs can be made to fail.</summary>
internal sealed class TroubledFileSystem : IFileSystem
{
    private readonly PhysicalFileSystem _inner = new();
    private volatile bool _isFull;
    private volatile bool _syncsFail;

    /// <summary>Writes find no space.</summary>
    public bool IsFull
    {
        get => _isFull;
        set => _isFull = value;
    }

    public bool SyncsFail
    {
        get => _syncsFail;
        set => _syncsFail = value;
    }

    public IFile Create(string path) => new TroubledFile(this, _inner.Create(path));

    public IFile Open(string path, bool writable) => new TroubledFile(this, _inner.Open(path, writable));

    public bool FileExists(string path) => _inner.FileExists(path);

    public IReadOnlyList<string> List(string directory) => _inner.List(directory);

    public void CreateDirectory(string directory) => _inner.CreateDirectory(directory);

    public void Rename(string from, string to) => _inner.Rename(from, to);

    public void Delete(string path) => _inner.Delete(path);

    public void SyncDirectory(string directory) => _inner.SyncDirectory(directory);

    public long FreeBytes(string directory) => 1234;

    public IDisposable? TryLock(string path) => _inner.TryLock(path);

    private sealed class TroubledFile(TroubledFileSystem files, IFile inner) : IFile
    {
        public long Length => inner.Length;

        public int Read(long offset, Span<byte> buffer) => inner.Read(offset, buffer);

        public void Write(long offset, ReadOnlySpan<byte> bytes)
        {
            if (files.IsFull)
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
