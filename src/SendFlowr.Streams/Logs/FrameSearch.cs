using SendFlowr.Streams.Files;

namespace SendFlowr.Streams.Logs;

/// <summary>Looks for whole frames behind bad bytes: what they say was synced decides between a torn tail and damage.</summary>
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
                if (TryReadWhole(file, offset + at, segment.Start, out FrameHeader header))
                {
                    greatest = Math.Max(greatest, header.SyncedPosition);
                }
            }

            // The magic may lie across two windows.
            bool isLast = offset + read >= file.Length;
            offset += isLast ? read : read - FrameHeader.Magic.Length + 1;
        }

        return greatest;
    }

    private static bool TryReadWhole(IFile file, long offset, long segmentStart, out FrameHeader header)
    {
        Span<byte> start = stackalloc byte[FrameHeader.SizeBytes];
        int read = file.Read(offset, start);
        if (!FrameHeader.TryRead(start[..read], segmentStart + offset, out header) || header.Length > file.Length - offset)
        {
            return false;
        }

        byte[] frame = new byte[header.Length];
        return file.Read(offset, frame) == frame.Length && FrameHeader.HasGoodChecksum(frame);
    }
}
