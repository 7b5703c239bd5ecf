using System.Text;
using SendFlowr.Model.Numerics;

namespace SendFlowr.Pipeline.Person;

/// <summary>Turns short UTF-8 texts that repeat (event types, channels, providers) into strings without allocating each time.</summary>
/// <remarks>Remembers at most <see cref="Capacity"/> texts; further ones are made anew each time. Not thread-safe.</remarks>
internal sealed class TextCache
{
    public const int Capacity = 4096;

    private const int MaxLength = 256;

    private readonly Dictionary<ulong, string> _texts = [];

    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return "";
        }

        ulong hash = Fnv1a.Add(Fnv1a.Start, utf8);
        if (_texts.TryGetValue(hash, out string? text) && IsSame(text, utf8))
        {
            return text;
        }

        text = Encoding.UTF8.GetString(utf8);
        if (utf8.Length <= MaxLength && _texts.Count < Capacity)
        {
            _texts.TryAdd(hash, text);
        }

        return text;
    }

    private static bool IsSame(string text, ReadOnlySpan<byte> utf8)
    {
        Span<byte> bytes = stackalloc byte[MaxLength];
        return utf8.Length <= MaxLength && Encoding.UTF8.TryGetBytes(text, bytes, out int length) && utf8.SequenceEqual(bytes[..length]);
    }
}
