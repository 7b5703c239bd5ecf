using SendFlowr.Streams.Files;

namespace SendFlowr.Streams.Logs;

/// <summary>
/// Reads frames from the files of the log in blocks of 1 MiB or one frame, whichever is larger, checks them once, and keeps a few blocks:
/// tasks that lag at about the same place share them.
/// </summary>
/// <remarks>Not thread safe. With one block its memory is reused, so a frame is valid until the next call; with more it stays valid.</remarks>
internal sealed class BlockReader(IFileSystem files, int maxBlocks, bool verifyChecksums) : IDisposable
{
    private const int BlockBytes = 1 << 20;

    private readonly List<Block> _blocks = [];
    private IFile? _file;
    private string? _fileName;

    public long BytesRead { get; private set; }

    /// <summary>The frame at a position of a segment whose bytes go to <paramref name="end"/> (a position in the log); false when it is bad.</summary>
    public bool TryRead(Segment segment, long position, long end, out FrameView frame)
    {
        frame = default;
        Block? block = _blocks.Find(candidate => position >= candidate.Start && position < candidate.ValidEnd);
        if (block is null)
        {
            block = Load(segment, position, end);
            if (position >= block.ValidEnd)
            {
                return false;
            }
        }

        int at = (int)(position - block.Start);
        if (!FrameHeader.TryRead(block.Bytes.AsSpan(at), position, out FrameHeader header))
        {
            return false;
        }

        frame = new FrameView(block.Bytes, at, header);
        return true;
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
        _blocks.Clear();
    }

    /// <summary>Forgets what was read, because it was cut off or deleted.</summary>
    public void Forget()
    {
        Dispose();
        _fileName = null;
    }

    private Block Load(Segment segment, long position, long end)
    {
        if (_fileName != segment.Path || _file is null)
        {
            _file?.Dispose();
            _file = files.Open(segment.Path, writable: false);
            _fileName = segment.Path;
        }

        int wanted = (int)Math.Min(BlockBytes, end - position);
        Block block = NewBlock(position, wanted);
        int read = Fill(block, segment, 0, wanted);
        if (FrameHeader.TryRead(block.Bytes.AsSpan(0, read), position, out FrameHeader first)
            && first.Length > read && first.Length <= end - position)
        {
            block.EnsureCapacity(first.Length);
            read += Fill(block, segment, read, first.Length - read);
        }

        block.ValidEnd = position + ValidBytes(block.Bytes.AsSpan(0, read), position);
        return block;
    }

    private int Fill(Block block, Segment segment, int from, int count)
    {
        int read = _file!.Read(block.Start - segment.Start + from, block.Bytes.AsSpan(from, count));
        BytesRead += read;
        return read;
    }

    /// <summary>Bytes of the whole, good frames at the beginning.</summary>
    private int ValidBytes(ReadOnlySpan<byte> bytes, long position)
    {
        int valid = 0;
        while (FrameHeader.TryRead(bytes[valid..], position + valid, out FrameHeader header)
            && header.Length <= bytes.Length - valid
            && (!verifyChecksums || FrameHeader.HasGoodChecksum(bytes.Slice(valid, header.Length))))
        {
            valid += header.Length;
        }

        return valid;
    }

    private Block NewBlock(long position, int capacity)
    {
        Block block;
        if (maxBlocks == 1 && _blocks.Count == 1)
        {
            block = _blocks[0];
            _blocks.Clear();
            block.EnsureCapacity(capacity);
        }
        else
        {
            block = new Block(capacity);
            if (_blocks.Count == maxBlocks)
            {
                _blocks.RemoveAt(0);
            }
        }

        block.Start = position;
        block.ValidEnd = position;
        _blocks.Add(block);
        return block;
    }

    private sealed class Block(int capacity)
    {
        public byte[] Bytes { get; private set; } = GC.AllocateUninitializedArray<byte>(capacity);

        public long Start { get; set; }

        public long ValidEnd { get; set; }

        public void EnsureCapacity(int needed)
        {
            if (Bytes.Length < needed)
            {
                byte[] larger = GC.AllocateUninitializedArray<byte>(needed);
                Bytes.CopyTo(larger, 0);
                Bytes = larger;
            }
        }
    }
}
