using System.Buffers;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>A set of ASCII bytes to trim or look for.</summary>
internal sealed class SearchTable(ReadOnlySpan<byte> members)
{
    private readonly SearchValues<byte> values = SearchValues.Create(members);

    public ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = text.IndexOfAnyExcept(values);
        return start < 0 ? [] : text[start..(text.LastIndexOfAnyExcept(values) + 1)];
    }
}
