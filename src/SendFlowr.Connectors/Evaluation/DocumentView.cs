namespace SendFlowr.Connectors.Evaluation;

/// <summary>A document with the room to decode its texts. Lives on the stack for one event.</summary>
internal readonly ref struct DocumentView(ReadOnlySpan<byte> bytes, TextScratch scratch)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    public TextScratch Scratch { get; } = scratch;

    /// <summary>The bytes of a capture as they stand in the document.</summary>
    public ReadOnlySpan<byte> Raw(scoped in Capture capture) => bytes.Slice(capture.Start, capture.Length);

    /// <summary>The text of a capture, escapes resolved; false for JSON with a lone surrogate.</summary>
    public bool TryText(scoped in Capture capture, out ReadOnlySpan<byte> text)
    {
        text = Raw(capture);
        if (capture.Escape == CaptureEscape.None)
        {
            return true;
        }

        Span<byte> target = Scratch.Take(text.Length);
        bool valid = true;
        int written = 0;
        if (capture.Escape == CaptureEscape.Json)
        {
            valid = JsonText.TryUnescape(text, target, out written);
        }
        else
        {
            written = HalveQuotes(text, target);
        }

        text = target[..written];
        return valid;
    }

    /// <summary>RFC 4180: within quotes a quote is written twice.</summary>
    private static int HalveQuotes(ReadOnlySpan<byte> source, Span<byte> target)
    {
        int written = 0;
        for (int i = 0; i < source.Length; i++)
        {
            target[written++] = source[i];
            if (source[i] == (byte)'"')
            {
                i++;
            }
        }

        return written;
    }
}
