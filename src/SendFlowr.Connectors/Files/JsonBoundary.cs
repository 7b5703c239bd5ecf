using System.Buffers;

namespace SendFlowr.Connectors.Files;

/// <summary>Finds the end of one JSON value, in pieces. In an array it ends before a comma or bracket, at the top level where its brackets close.</summary>
internal struct JsonBoundary(bool inArray)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[],\n"u8);

    private int depth;
    private bool inString;
    private bool escaped;

    /// <summary>True when the value ends within these bytes; otherwise all of them belong to it.</summary>
    public bool Advance(ReadOnlySpan<byte> bytes, out int end)
    {
        int at = 0;
        while (at < bytes.Length)
        {
            if (inString)
            {
                at = PassString(bytes, at);
                continue;
            }

            int found = bytes[at..].IndexOfAny(Structure);
            if (found < 0)
            {
                break;
            }

            at += found;
            if (Ends(bytes[at], out int length))
            {
                end = at + length;
                return true;
            }

            at++;
        }

        end = bytes.Length;
        return false;
    }

    /// <summary>Takes one structural byte; true when the value ends there, with 1 when the byte belongs to it.</summary>
    private bool Ends(byte structure, out int length)
    {
        length = 0;
        switch (structure)
        {
            case (byte)'"':
                inString = true;
                return false;
            case (byte)'{' or (byte)'[':
                depth++;
                return false;
            case (byte)'}' or (byte)']' when depth > 0:
                depth--;
                length = 1;
                return depth == 0 && !inArray;
            case (byte)'\n':
                // Text without brackets at the top level is one document a line.
                return depth == 0 && !inArray;
            case (byte)',' or (byte)']':
                return depth == 0 && inArray;
            default:
                return false;
        }
    }

    private int PassString(ReadOnlySpan<byte> bytes, int at)
    {
        if (escaped)
        {
            escaped = false;
            return at + 1;
        }

        int found = bytes[at..].IndexOfAny((byte)'"', (byte)'\\');
        if (found < 0)
        {
            return bytes.Length;
        }

        at += found;
        inString = bytes[at] != (byte)'"';
        escaped = inString;
        return at + 1;
    }
}
