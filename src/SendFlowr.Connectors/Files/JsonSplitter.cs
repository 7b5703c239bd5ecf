namespace SendFlowr.Connectors.Files;

/// <summary>Cuts a JSON file into documents: values one after the other, or the items of an array.</summary>
/// <remarks>Looks at brackets and strings only; whether a document is JSON is for the mapper to say, so nothing is lost here.</remarks>
internal sealed class JsonSplitter : DocumentSplitter
{
    private long index;
    private bool inArray;
    private bool afterComma;
    private JsonBoundary skipped;

    public override bool EndsInside => inArray;

    public override bool TryNext(ReadOnlySpan<byte> buffer, ref int position, bool final, out DocumentSlice slice)
    {
        slice = default;
        while (true)
        {
            position += LeadingSpace(buffer[position..]);
            if (position == buffer.Length)
            {
                return false;
            }

            if (!inArray && buffer[position] == (byte)'[')
            {
                inArray = true;
                afterComma = false;
                position++;
            }
            else if (inArray && buffer[position] == (byte)']' && !afterComma)
            {
                inArray = false;
                position++;
            }
            else
            {
                return TryValue(buffer, ref position, final, out slice);
            }
        }
    }

    public override long BeginSkip()
    {
        skipped = new JsonBoundary(inArray);
        return index++;
    }

    public override bool Skip(ReadOnlySpan<byte> bytes, out int content, out int consumed)
    {
        bool done = skipped.Advance(bytes, out int end);
        content = end;
        consumed = end;
        if (done && inArray)
        {
            afterComma = bytes[end] == (byte)',';
            consumed += afterComma ? 1 : 0;
        }

        return done;
    }

    public override void EndSkip() => inArray = false;

    private bool TryValue(ReadOnlySpan<byte> buffer, ref int position, bool final, out DocumentSlice slice)
    {
        slice = default;
        ReadOnlySpan<byte> rest = buffer[position..];
        JsonBoundary boundary = new(inArray);
        bool done = boundary.Advance(rest, out int end);
        if (!done && !final)
        {
            return false;
        }

        slice = new DocumentSlice(position, end, index++);
        position += end;
        if (done && inArray)
        {
            afterComma = rest[end] == (byte)',';
            position += afterComma ? 1 : 0;
        }
        else if (!done)
        {
            // The broken document itself shows that the file ends early.
            inArray = false;
        }

        return true;
    }

    private static int LeadingSpace(ReadOnlySpan<byte> text)
    {
        int at = text.IndexOfAnyExcept(" \t\r\n"u8);
        return at < 0 ? text.Length : at;
    }
}
