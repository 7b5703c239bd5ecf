using SendFlowr.Streams.Files;

namespace SendFlowr.Streams.Logs;

/// <summary>Reads single frames, and looks for them behind bad bytes: what they say was synced decides between a torn tail and damage.</summary>
internal static class FrameSearch
{
    private const int WindowBytes = 1 << 20;

    /// <summary>The greatest synced position in any good frame of the segment at or after a position of the log; 0 when there is none.</summary>
    public static long GreatestSyncedPosition(IFileSystem files, Segment segment, long from)
    {
        using IFile file = files.Open(segment.Path, writable: false);
        long greatest = 0;
        byte[] window = new byte[(int)Math.Min(WindowBytes, file.Length)];
        long offset = Math.Max(0, from - segment.Start);
        while (offset < file.Length)
        {
            int read = file.Read(offset, window);
            ReadOnlySpan<byte> bytes = window.AsSpan(0, read);
            int at = 0;
            for (int next; (next = bytes[at..].IndexOf(FrameHeader.Magic)) >= 0; at++)
            {
                at += next;
                if (TryReadWhole(file, offset + at, segment.Start, out FrameView frame))
                {
                    greatest = Math.Max(greatest, frame.Header.SyncedPosition);
                }
            }

            // The magic may lie across two windows.
            bool isLast = offset + read >= file.Length;
            offset += isLast ? read : read - FrameHeader.Magic.Length + 1;
        }

        return greatest;
    }

    /// <summary>Reads one good frame and nothing else; false when there is none.</summary>
    public static bool TryReadWhole(IFile file, long offset, long segmentStart, out FrameView frame)
    {
        frame = default;
        Span<byte> start = stackalloc byte[FrameHeader.SizeBytes];
        int read = file.Read(offset, start);
        if (!FrameHeader.TryRead(start[..read], segmentStart + offset, out FrameHeader header) || header.Length > file.Length - offset)
        {
            return false;
        }

        byte[] bytes = new byte[header.Length];
        frame = new FrameView(bytes, 0, header);
        return file.Read(offset, bytes) == bytes.Length && FrameHeader.HasGoodChecksum(bytes);
    }
}
