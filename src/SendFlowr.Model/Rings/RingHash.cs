using System.Text;
using SendFlowr.Model.Numerics;

namespace SendFlowr.Model.Rings;

/// <summary>The 16-bit hash of ring keys: the same for ever and on every machine, since it is stored.</summary>
/// <remarks>
/// <see cref="Fnv1a"/> over the UTF-8 bytes of the provider, a zero byte,
/// and the UTF-8 bytes of the id, its four 16-bit quarters combined by exclusive or. Not a secret and not against an adversary.
/// Pure, thread-safe, allocates nothing.
/// </remarks>
public static class RingHash
{
    /// <summary>Hash of texts; a lone surrogate counts as U+FFFD.</summary>
    public static ushort Of(ReadOnlySpan<char> provider, ReadOnlySpan<char> id) =>
        Fold(AddText(Fnv1a.Add(AddText(Fnv1a.Start, provider), 0), id));

    /// <summary>Hash of texts that are UTF-8 already.</summary>
    public static ushort OfUtf8(ReadOnlySpan<byte> provider, ReadOnlySpan<byte> id) =>
        Fold(Fnv1a.Add(Fnv1a.Add(Fnv1a.Add(Fnv1a.Start, provider), 0), id));

    private static ulong AddText(ulong hash, ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            hash = rune.IsAscii ? Fnv1a.Add(hash, (byte)rune.Value) : Fnv1a.Add(hash, utf8[..rune.EncodeToUtf8(utf8)]);
        }

        return hash;
    }

    private static ushort Fold(ulong hash) => unchecked((ushort)(hash ^ (hash >> 16) ^ (hash >> 32) ^ (hash >> 48)));
}
