namespace SendFlowr.Connectors.Files;

/// <summary>Cuts NDJSON into its lines. Blank lines are passed over.</summary>
internal sealed class LineSplitter : CountedLineSplitter
{
    public override bool TryNext(ReadOnlySpan<byte> buffer, ref int position, bool final, out DocumentSlice slice)
    {
        while (position < buffer.Length)
        {
            ReadOnlySpan<byte> rest = buffer[position..];
            int end = rest.IndexOf((byte)'\n');
            if (end < 0 && !final)
            {
                break;
            }

            int start = position;
            ReadOnlySpan<byte> text = end < 0 ? rest : rest[..end];
            position += end < 0 ? rest.Length : end + 1;
            long number = Line;
            Line += end < 0 ? 0 : 1;
            if (text.IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\r') >= 0)
            {
                slice = new DocumentSlice(start, text.Length, number);
                return true;
            }
        }

        slice = default;
        return false;
    }
}
