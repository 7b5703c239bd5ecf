using System.Runtime.InteropServices;

namespace SendFlowr.Streams.Files;

/// <summary>Flushing a directory, which .NET has no call for: open, fsync and close of the C library.</summary>
internal static partial class UnixDirectory
{
    private const int ReadOnly = 0;
    private const int Interrupted = 4;

    public static void Sync(string directory)
    {
        int descriptor = Open(directory, ReadOnly);
        if (descriptor < 0)
        {
            throw Failed("opening", directory);
        }

        try
        {
            while (Fsync(descriptor) != 0)
            {
                if (Marshal.GetLastPInvokeError() != Interrupted)
                {
                    throw Failed("flushing", directory);
                }
            }
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed(string what, string directory) =>
        new($"{char.ToUpperInvariant(what[0])}{what[1..]} the directory '{directory}' failed: {Marshal.GetLastPInvokeErrorMessage()}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
