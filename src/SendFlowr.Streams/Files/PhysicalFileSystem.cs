namespace SendFlowr.Streams.Files;

/// <summary>The operating system's file system.</summary>
/// <remarks>Stateless; safe for use by several threads.</remarks>
public sealed class PhysicalFileSystem : IFileSystem
{
    // ERROR_SHARING_VIOLATION of Windows; EWOULDBLOCK of macOS and of Linux.
    private static readonly int SharingViolation =
        OperatingSystem.IsWindows() ? unchecked((int)0x80070020) : OperatingSystem.IsMacOS() ? 35 : 11;

    public IFile Create(string path) => new PhysicalFile(path, FileMode.Create, FileAccess.ReadWrite);

    public IFile Open(string path, bool writable) =>
        new PhysicalFile(path, FileMode.Open, writable ? FileAccess.ReadWrite : FileAccess.Read);

    public bool FileExists(string path) => File.Exists(path);

    public IReadOnlyList<string> List(string directory) =>
        Directory.Exists(directory)
            ? [.. Directory.EnumerateFiles(directory).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)]
            : [];

    public void CreateDirectory(string directory) => Directory.CreateDirectory(directory);

    public void Rename(string from, string to) => File.Move(from, to, overwrite: true);

    public void Delete(string path) => File.Delete(path);

    /// <summary>On Windows nothing is done: NTFS journals names by itself and a directory cannot be flushed.</summary>
    public void SyncDirectory(string directory)
    {
        if (!OperatingSystem.IsWindows())
        {
            UnixDirectory.Sync(directory);
        }
    }

    public long FreeBytes(string directory) => new DriveInfo(Path.GetFullPath(directory)).AvailableFreeSpace;

    /// <summary>An open file that nobody else may open; the operating system lets go of it when the process ends, however it ends.</summary>
    public IDisposable? TryLock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == SharingViolation)
        {
            return null;
        }
    }
}
