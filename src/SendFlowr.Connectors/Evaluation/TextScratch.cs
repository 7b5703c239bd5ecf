namespace SendFlowr.Connectors.Evaluation;

/// <summary>Room for decoded texts of one event. Spans handed out stay valid until the next <see cref="Reset"/>. Not thread-safe.</summary>
internal sealed class TextScratch
{
    private byte[] buffer = new byte[4096];
    private int used;

    public void Reset() => used = 0;

    /// <summary>A span of the given size. A full buffer is replaced; spans of the old one live on.</summary>
    public Span<byte> Take(int size)
    {
        if (size > buffer.Length - used)
        {
            buffer = new byte[Math.Max(buffer.Length * 2, size)];
            used = 0;
        }

        Span<byte> span = buffer.AsSpan(used, size);
        used += size;
        return span;
    }
}
