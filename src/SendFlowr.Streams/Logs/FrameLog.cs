using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Files;

namespace SendFlowr.Streams.Logs;

/// <summary>
/// The append-only log of a data directory, in files (<see cref="Segment"/>) that follow each other without a gap.
/// A position is a byte of the whole log since its beginning.
/// </summary>
/// <remarks>
/// One thread appends, syncs and deletes; <see cref="End"/>, <see cref="Segments"/> and <see cref="NextOffsets"/> may be read from any thread.
/// All files but the last are synced, since a new one is begun only after the old one is safe.
/// </remarks>
internal sealed class FrameLog : IDisposable
{
    private readonly IFileSystem _files;
    private readonly string _directory;
    private readonly EngineGuards _guards;
    private readonly long _segmentBytes;
    private Segment[] _segments;
    private IFile? _active;
    private long _end;
    private bool _isClosed;

    // Also set by taking back a failed write: a cut that is not synced may come undone.
    private bool _isDirty;

    /// <summary>Goes on where recovery ended, with a catalog that may have new entries.</summary>
    public FrameLog(string directory, IFileSystem files, LogRecovery recovery, LogCatalog catalog, long segmentBytes, EngineGuards guards)
    {
        _directory = directory;
        _files = files;
        _guards = guards;
        _segmentBytes = segmentBytes;
        _segments = [.. recovery.Segments()];
        _end = recovery.End;
        _isClosed = recovery.EndsWithClose;
        Catalog = catalog;
        NextOffsets = new TopicOffsets(catalog);
        NextOffsets.TakeFrom(recovery.NextOffsets);
        if (_segments.Length > 0)
        {
            // What was read may be in the cache of the operating system only, and so may the file's name.
            _active = files.Open(_segments[^1].Path, writable: true);
            SyncActive();
            SyncDirectory();
        }

        Synced = _end;
        bool isSameCatalog = catalog.Topics.Count == recovery.Catalog.Topics.Count
            && catalog.Topologies.Count == recovery.Catalog.Topologies.Count;
        if (_segments.Length == 0 || !isSameCatalog)
        {
            BeginSegment();
        }
    }

    public LogCatalog Catalog { get; }

    /// <summary>Offset the next record of each partition gets.</summary>
    public TopicOffsets NextOffsets { get; }

    /// <summary>First position still on disk.</summary>
    public long Start => Segments[0].Start;

    /// <summary>Where the next frame goes.</summary>
    public long End => Volatile.Read(ref _end);

    /// <summary>Everything below survives a loss of power.</summary>
    public long Synced { get; private set; }

    public IReadOnlyList<Segment> Segments => Volatile.Read(ref _segments);

    public long Frames { get; private set; }

    public long BytesWritten { get; private set; }

    public long Fsyncs { get; private set; }

    public long SegmentsDeleted { get; private set; }

    public LogHealth Health { get; } = new();

    /// <summary>Seals a frame and writes it at the end. Nothing has changed when this throws.</summary>
    /// <exception cref="DiskFullException">There is no space.</exception>
    /// <exception cref="FsyncFailedException">The log failed, now or before.</exception>
    public FrameView Append(byte[] frame, int length, FrameKind kind, long now)
    {
        Health.ThrowIfFailed();
        if (_end + length > _segments[^1].Start + _segmentBytes && _segments[^1].Use.LastNow != long.MinValue)
        {
            BeginSegment();
        }

        var header = new FrameHeader(kind, length, _end, Synced, now);
        header.Seal(frame.AsSpan(0, length));
        WriteAtEnd(frame.AsSpan(0, length));
        var view = new FrameView(frame, 0, header);
        if (kind == FrameKind.Transaction)
        {
            NextOffsets.Advance(view);
            _segments[^1].Use.Add(view);
        }

        _isClosed = kind == FrameKind.Close;
        Volatile.Write(ref _end, header.End);
        return view;
    }

    /// <summary>Returns when everything appended is safe.</summary>
    public void Sync()
    {
        Health.ThrowIfFailed();
        if (_isDirty)
        {
            SyncActive();
            Synced = _end;
        }
    }

    /// <summary>Syncs, and writes down that it did, so that damage to the last bytes will be told from a torn tail.</summary>
    public void Close()
    {
        Sync();
        if (_isClosed)
        {
            return;
        }

        try
        {
            Append(new byte[FrameHeader.SizeBytes], FrameHeader.SizeBytes, FrameKind.Close, _segments[^1].Use.LastNow);
            Sync();
        }
        catch (DiskFullException)
        {
            // Everything of worth is synced; the mark alone has no room.
        }
    }

    /// <summary>The segment a position lies in.</summary>
    public Segment SegmentAt(long position, out long end)
    {
        Segment[] segments = Volatile.Read(ref _segments);
        int index = segments.Length - 1;
        while (index > 0 && segments[index].Start > position)
        {
            index--;
        }

        end = index + 1 < segments.Length ? segments[index + 1].Start : End;
        return segments[index];
    }

    /// <summary>The position itself, or the end of the segment header that begins there.</summary>
    public long SkipHeader(long position)
    {
        Segment segment = SegmentAt(position, out _);
        return segment.Start == position ? position + segment.HeaderBytes : position;
    }

    /// <summary>Deletes the first segment, durably; not the last one.</summary>
    public void DeleteFirstSegment()
    {
        Health.ThrowIfFailed();
        Segment first = _segments[0];
        Volatile.Write(ref _segments, _segments[1..]);
        _files.Delete(first.Path);
        SyncDirectory();
        SegmentsDeleted++;
    }

    public void Dispose() => _active?.Dispose();

    /// <summary>Makes the last file safe and begins another one at the end of the log.</summary>
    private void BeginSegment()
    {
        SegmentUse previous = _segments.Length == 0 ? new SegmentUse() : _segments[^1].Use;
        if (_isDirty)
        {
            SyncActive();
            Synced = _end;
        }

        TopicOffsets firstOffsets = NextOffsets.Copy();
        byte[] frame = new SegmentHeader(Catalog, firstOffsets, previous).ToFrame();
        var segment = new Segment(_directory, _end) { FirstOffsets = firstOffsets, HeaderBytes = frame.Length };
        var header = new FrameHeader(FrameKind.SegmentHeader, frame.Length, _end, Synced, previous.LastNow);
        header.Seal(frame);
        IFile? file = null;
        try
        {
            file = _files.Create(segment.Path);
            file.Write(0, frame);
        }
        catch (IOException exception)
        {
            // Should it come back after a crash, recovery sees that it does not follow the old segment.
            file?.Dispose();
            _files.Delete(segment.Path);
            throw exception is VolumeFullException ? Full(segment.Path, exception) : exception;
        }

        IFile? old = _active;
        _active = file;
        SyncActive();
        SyncDirectory();
        old?.Dispose();
        Volatile.Write(ref _segments, [.. _segments, segment]);
        Volatile.Write(ref _end, header.End);
        Synced = _end;
        Frames++;
        BytesWritten += frame.Length;
    }

    private void WriteAtEnd(ReadOnlySpan<byte> frame)
    {
        Segment segment = _segments[^1];
        long offset = _end - segment.Start;
        _isDirty = true;
        try
        {
            _active!.Write(offset, frame);
        }
        catch (IOException exception)
        {
            UndoWrite(segment, offset);
            throw exception is VolumeFullException ? Full(segment.Path, exception) : exception;
        }

        Frames++;
        BytesWritten += frame.Length;
    }

    /// <summary>Takes away what a failed write left; when even that fails, nobody knows what is there.</summary>
    private void UndoWrite(Segment segment, long offset)
    {
        try
        {
            _active!.Truncate(offset);
        }
        catch (IOException exception)
        {
            throw Health.Fail(segment.Path, exception);
        }
    }

    private DiskFullException Full(string path, Exception cause) => new(
        $"There is no space for '{path}': {_files.FreeBytes(_directory)} bytes are free on its volume. "
        + "The transaction was undone; make space and try again.",
        cause);

    private void SyncActive()
    {
        _isDirty = false;
        if (!_guards.SyncBeforeAnswer)
        {
            return;
        }

        Health.Sync(_segments.Length == 0 ? _directory : _segments[^1].Path, _active!.Sync);
        Fsyncs++;
    }

    private void SyncDirectory() => Health.Sync(_directory, () => _files.SyncDirectory(_directory));
}
