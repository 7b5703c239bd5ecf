namespace SendFlowr.Streams.Files;

/// <summary>The file system as the embedded driver needs it: everything that can fail or be lost in a crash goes through here.</summary>
/// <remarks>Safe for use by several threads.</remarks>
public interface IFileSystem
{
    /// <summary>Creates an empty file for reading and writing; an existing one is replaced.</summary>
    IFile Create(string path);

    /// <summary>Opens an existing file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    IFile Open(string path, bool writable);

    bool FileExists(string path);

    /// <summary>Names (without directory) of the files in a directory, in ordinal order; empty when the directory does not exist.</summary>
    IReadOnlyList<string> List(string directory);

    /// <summary>Creates the directory and those above it.</summary>
    void CreateDirectory(string directory);

    /// <summary>Renames a file, replacing the target. Durable only after <see cref="SyncDirectory"/>.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a file; nothing happens when it is not there. Durable only after <see cref="SyncDirectory"/>.</summary>
    void Delete(string path);

    /// <summary>Makes creations, renames and deletions in the directory durable.</summary>
    void SyncDirectory(string directory);

    /// <summary>Bytes that can still be written on the volume of the directory.</summary>
    long FreeBytes(string directory);

    /// <summary>Takes a lock that ends with the process at the latest; null when another holder has it.</summary>
    IDisposable? TryLock(string path);
}
