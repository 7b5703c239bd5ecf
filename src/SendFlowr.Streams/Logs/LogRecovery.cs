using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Files;

namespace SendFlowr.Streams.Logs;

/// <summary>Called for each good frame of a scan; the frame is valid during the call only.</summary>
internal delegate void FrameVisitor(in FrameView frame);

/// <summary>
/// Reads the log when a data directory is opened, and finds its end. Bad bytes at or after the greatest position that any frame says
/// was synced are what a crash left of an unfinished write: cut off, with all that follows. Before it they are damage, and refused.
/// </summary>
internal sealed class LogRecovery : IDisposable
{
    private readonly IFileSystem _files;
    private readonly EngineGuards _guards;
    private readonly BlockReader _reader;
    private readonly string _directory;
    private readonly List<FoundSegment> _found = [];
    private long _syncedAtLeast;

    public LogRecovery(string directory, IFileSystem files, EngineGuards guards)
    {
        _directory = directory;
        _files = files;
        _guards = guards;
        _reader = new BlockReader(files, maxBlocks: 1, guards.FrameChecksum);
        foreach (string name in files.List(directory))
        {
            if (Segment.TryParseName(name, out long start))
            {
                _found.Add(Find(start));
            }
        }

        Catalog = _found.FindLast(found => found.Header is not null)?.Header?.Catalog ?? LogCatalog.Empty;
        FirstCatalog = _found.Find(found => found.Header is not null)?.Header?.Catalog ?? LogCatalog.Empty;
        NextOffsets = new TopicOffsets(Catalog);
    }

    /// <summary>The newest catalog.</summary>
    public LogCatalog Catalog { get; }

    /// <summary>The oldest catalog still there.</summary>
    public LogCatalog FirstCatalog { get; }

    /// <summary>First position of the log.</summary>
    public long Start => _found.Count == 0 ? 0 : _found[0].Start;

    /// <summary>End of the good frames; known after <see cref="Scan"/>.</summary>
    public long End { get; private set; }

    public TopicOffsets NextOffsets { get; }

    public long CutBytes { get; private set; }

    public long Frames { get; private set; }

    /// <summary>Whether the last frame says that the engine was stopped in order.</summary>
    public bool EndsWithClose { get; private set; }

    public List<string> Notes { get; } = [];

    /// <summary>The segments of the log after <see cref="Scan"/>, in order.</summary>
    public IReadOnlyList<Segment> Segments() => [.. _found.Select(found => found.ToSegment(_directory))];

    /// <summary>Visits every frame from a position on, finds the end, and cuts off a torn tail.</summary>
    public void Scan(long from, FrameVisitor visitor)
    {
        int first = Math.Max(0, _found.FindLastIndex(found => found.Start <= from && found.Header is not null));
        for (int older = 1; older <= first; older++)
        {
            bool follows = _found[older].Start == _found[older - 1].End;
            _found[older - 1].Use = (follows ? _found[older].Header?.Previous : null) ?? throw Damaged(_found[older - 1].End);
        }

        End = _found.Count == 0 ? 0 : _found[first].Start;
        for (int index = first; index < _found.Count; index++)
        {
            if (!TryScanSegment(index, visitor))
            {
                CutAt(index);
                return;
            }
        }
    }

    public void Dispose() => _reader.Dispose();

    private FoundSegment Find(long start)
    {
        var segment = new Segment(_directory, start) { FirstOffsets = new TopicOffsets(LogCatalog.Empty), HeaderBytes = 0 };
        using IFile file = _files.Open(segment.Path, writable: false);
        var found = new FoundSegment(start, file.Length, segment);
        if (FrameSearch.TryReadWhole(file, 0, start, out FrameView frame) && frame.Header.Kind == FrameKind.SegmentHeader)
        {
            found.Header = SegmentHeader.Read(frame);
            found.HeaderBytes = frame.Header.Length;
        }

        return found;
    }

    private bool TryScanSegment(int index, FrameVisitor visitor)
    {
        FoundSegment found = _found[index];
        if (found.Start != End || found.Header is null)
        {
            return false;
        }

        found.IsBegun = true;
        NextOffsets.TakeFrom(found.Header.FirstOffsets);
        while (End < found.End)
        {
            if (!_reader.TryRead(found.Segment, End, found.End, out FrameView frame)
                || (frame.Header.Kind == FrameKind.SegmentHeader) != (End == found.Start))
            {
                return false;
            }

            _syncedAtLeast = Math.Max(_syncedAtLeast, frame.Header.SyncedPosition);
            EndsWithClose = frame.Header.Kind == FrameKind.Close;
            if (frame.Header.Kind == FrameKind.Transaction)
            {
                NextOffsets.Advance(frame);
                found.Use.Add(frame);
            }

            visitor(frame);
            Frames++;
            End = frame.Header.End;
        }

        return true;
    }

    /// <summary>The bytes at <see cref="End"/> are bad: what is there and behind goes, unless something says that it was synced.</summary>
    private void CutAt(int index)
    {
        for (int later = index; later < _found.Count; later++)
        {
            _syncedAtLeast = Math.Max(_syncedAtLeast, FrameSearch.GreatestSyncedPosition(_files, _found[later].Segment, End));
        }

        if (End < _syncedAtLeast || (index == 0 && _found[0].Start > 0 && End == _found[0].Start))
        {
            throw Damaged(End);
        }

        for (int later = _found.Count - 1; later >= index; later--)
        {
            FoundSegment found = _found[later];
            CutBytes += found.End - Math.Max(found.Start, Math.Min(End, found.End));
            _reader.Forget();
            if (later == index && found.IsBegun)
            {
                Truncate(found);
                continue;
            }

            _files.Delete(found.Segment.Path);
            _files.SyncDirectory(_directory);
            _found.RemoveAt(later);
        }

        Notes.Add($"A torn tail of {CutBytes} bytes was cut off the log at position {End}: an unfinished write, promised to nobody.");
    }

    private void Truncate(FoundSegment found)
    {
        if (!_guards.CutTornTail)
        {
            return;
        }

        using IFile file = _files.Open(found.Segment.Path, writable: true);
        file.Truncate(End - found.Start);
        file.Sync();
    }

    private LogDamagedException Damaged(long position)
    {
        FoundSegment found = _found.FindLast(candidate => candidate.Start <= position) ?? _found[0];
        return LogDamage.At(found.Segment.Path, position, position - found.Start);
    }

    /// <summary>A file of the log as found on disk.</summary>
    private sealed class FoundSegment(long start, long length, Segment segment)
    {
        public long Start => start;

        public long End => start + length;

        public Segment Segment => segment;

        public SegmentHeader? Header { get; set; }

        public int HeaderBytes { get; set; }

        /// <summary>It follows the segment before, and its header is good.</summary>
        public bool IsBegun { get; set; }

        public SegmentUse Use { get; set; } = new();

        public Segment ToSegment(string directory) =>
            new(directory, start) { FirstOffsets = Header!.FirstOffsets, HeaderBytes = HeaderBytes, Use = Use };
    }
}
