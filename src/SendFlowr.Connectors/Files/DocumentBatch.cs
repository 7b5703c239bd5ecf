namespace SendFlowr.Connectors.Files;

/// <summary>A chunk of a file cut into whole documents. Owns its bytes, so that several batches can be worked on at once; reuse it for the next chunk.</summary>
/// <remarks>Not thread-safe: one thread at a time.</remarks>
public sealed class DocumentBatch
{
    private readonly List<Entry> entries = [];
    private readonly List<OversizeDocument?> oversize = [];
    private byte[] buffer = [];

    /// <summary>Number of documents.</summary>
    public int Count => entries.Count;

    /// <summary>Bytes of the documents, without line ends.</summary>
    public long TotalBytes { get; private set; }

    /// <summary>Position of this batch in its file, 0 first.</summary>
    public long Sequence { get; internal set; }

    public SourceDocument this[int index]
    {
        get
        {
            Entry entry = entries[index];
            return new SourceDocument
            {
                Number = entry.Number,
                Offset = entry.Offset,
                Bytes = buffer.AsSpan(entry.Start, entry.Length),
                Oversize = entry.OversizeIndex < 0 ? null : oversize[entry.OversizeIndex],
            };
        }
    }

    internal byte[] Buffer => buffer;

    internal void Clear(int capacity)
    {
        entries.Clear();
        oversize.Clear();
        TotalBytes = 0;
        if (buffer.Length < capacity)
        {
            buffer = new byte[capacity];
        }
    }

    internal void Grow() => Array.Resize(ref buffer, buffer.Length * 2);

    internal void Add(int start, int length, long number, long offset)
    {
        entries.Add(new Entry(start, length, number, offset, -1));
        TotalBytes += length;
    }

    internal void AddOversize(int start, int length, long number, long offset, OversizeDocument document)
    {
        entries.Add(new Entry(start, length, number, offset, oversize.Count));
        oversize.Add(document);
        TotalBytes += document.TotalBytes;
    }

    private readonly record struct Entry(int Start, int Length, long Number, long Offset, int OversizeIndex);
}
