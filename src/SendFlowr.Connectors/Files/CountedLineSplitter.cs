namespace SendFlowr.Connectors.Files;

/// <summary>Cuts content in which a document begins on a line of its own; one that is too large is passed over to its line end.</summary>
internal abstract class CountedLineSplitter : DocumentSplitter
{
    /// <summary>The line that comes next, 1 first.</summary>
    protected long Line { get; set; } = 1;

    public override long BeginSkip() => Line;

    public override bool Skip(ReadOnlySpan<byte> bytes, out int content, out int consumed)
    {
        int end = bytes.IndexOf((byte)'\n');
        content = end < 0 ? bytes.Length : end;
        consumed = end < 0 ? bytes.Length : end + 1;
        Line += end < 0 ? 0 : 1;
        return end >= 0;
    }
}
