using Microsoft.Win32.SafeHandles;

namespace SendFlowr.Streams.Files;

/// <summary>A file of the operating system, read and written at explicit offsets.</summary>
internal sealed class PhysicalFile : IFile
{
    // Error codes of Linux and macOS (ENOSPC, EFBIG, EDQUOT) and of Windows (ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL).
    private static readonly int[] FullCodes =
        OperatingSystem.IsWindows() ? [unchecked((int)0x80070027), unchecked((int)0x80070070)]
        : OperatingSystem.IsMacOS() ? [28, 27, 69]
        : [28, 27, 122];

    private readonly string _path;
    private readonly SafeFileHandle _handle;

    public PhysicalFile(string path, FileMode mode, FileAccess access)
    {
        _path = path;
        try
        {
            _handle = File.OpenHandle(path, mode, access, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (IOException exception) when (IsFull(exception))
        {
            throw Full(exception);
        }
    }

    public long Length => RandomAccess.GetLength(_handle);

    public int Read(long offset, Span<byte> buffer)
    {
        int total = 0;
        while (total < buffer.Length)
        {
            int count = RandomAccess.Read(_handle, buffer[total..], offset + total);
            if (count == 0)
            {
                break;
            }

            total += count;
        }

        return total;
    }

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_handle, bytes, offset);
        }
        catch (IOException exception) when (IsFull(exception))
        {
            throw Full(exception);
        }
    }

    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    public void Sync() => RandomAccess.FlushToDisk(_handle);

    public void Dispose() => _handle.Dispose();

    private static bool IsFull(IOException exception) => Array.IndexOf(FullCodes, exception.HResult) >= 0;

    private VolumeFullException Full(IOException exception) => new($"Writing '{_path}' failed: {exception.Message}", exception);
}
