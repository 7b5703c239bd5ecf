namespace SendFlowr.Connectors.Files;

/// <summary>A document within a buffer; of a line, its carriage return still belongs to it.</summary>
internal readonly record struct DocumentSlice(int Start, int Length, long Number);

/// <summary>Cuts a stream of bytes into documents. Holds where it is in the file; not thread-safe.</summary>
internal abstract class DocumentSplitter
{
    /// <summary>True when the content ended where more was promised and no document shows it.</summary>
    public virtual bool EndsInside => false;

    /// <summary>
    /// Finds the next whole document from a position on. True: the position is behind it. False: the position is at the
    /// beginning of an incomplete document, or at the end; the same bytes come again with more behind them.
    /// </summary>
    /// <param name="buffer">The bytes at hand.</param>
    /// <param name="position">From where to look.</param>
    /// <param name="final">True when no more bytes follow.</param>
    /// <param name="slice">The document.</param>
    public abstract bool TryNext(ReadOnlySpan<byte> buffer, ref int position, bool final, out DocumentSlice slice);

    /// <summary>Begins to pass over a document that is too large, whose number is returned.</summary>
    public abstract long BeginSkip();

    /// <summary>Passes over bytes of it: how many belong to the document, and how many are consumed, its end included. True at its end.</summary>
    public abstract bool Skip(ReadOnlySpan<byte> bytes, out int content, out int consumed);

    /// <summary>The content ended within it, which the document itself shows.</summary>
    public virtual void EndSkip()
    {
    }
}
