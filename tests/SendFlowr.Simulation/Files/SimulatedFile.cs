using SendFlowr.Streams.Files;

namespace SendFlowr.Simulation.Files;

/// <summary>An open file of a <see cref="SimulatedFileSystem"/>; of no use after a crash.</summary>
internal sealed class SimulatedFile(SimulatedFileSystem files, SimulatedInode inode, bool writable) : IFile
{
    private readonly int _boot = files.Boots;
    private bool _isDisposed;

    public long Length
    {
        get
        {
            Check();
            return inode.Length;
        }
    }

    public int Read(long offset, Span<byte> buffer)
    {
        Check();
        files.Operate(FileOperation.Read, () => { });
        return inode.Read(offset, buffer);
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        CheckWritable();
        byte[] copy = bytes.ToArray();
        int part = files.RandomPart(copy.Length);
        if (files.Faults.IsFullNow())
        {
            inode.Write(offset, copy.AsSpan(0, part));
            throw new VolumeFullException("Simulated: no space.");
        }

        files.Operate(FileOperation.Write, () => inode.Write(offset, copy), () => inode.Write(offset, copy.AsSpan(0, part)));
    }

    public void Truncate(long length)
    {
        CheckWritable();
        files.Operate(FileOperation.Truncate, () => inode.Truncate(length));
    }

    public void Sync()
    {
        Check();
        files.FailSyncIfPlanned();
        files.Operate(FileOperation.Sync, inode.Sync);
    }

    public void Dispose() => _isDisposed = true;

    private void CheckWritable()
    {
        Check();
        if (!writable)
        {
            throw new UnauthorizedAccessException("Simulated: the file is open for reading only.");
        }
    }

    private void Check()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        files.CheckBoot(_boot);
    }
}
