using System.Text;

namespace SendFlowr.Model.Rings;

/// <summary>The 16-bit hash of ring keys: the same for ever and on every machine, since it is stored.</summary>
/// <remarks>
/// FNV-1a (64 bits, offset basis 0xCBF29CE484222325, prime 0x100000001B3) over the UTF-8 bytes of the provider, a zero byte,
/// and the UTF-8 bytes of the id, its four 16-bit quarters combined by exclusive or. Not a secret and not against an adversary.
/// Pure, thread-safe, allocates nothing.
/// </remarks>
public static class RingHash
{
    private const ulong OffsetBasis = 0xCBF29CE484222325;
    private const ulong Prime = 0x100000001B3;

    /// <summary>Hash of texts; a lone surrogate counts as U+FFFD.</summary>
    public static ushort Of(ReadOnlySpan<char> provider, ReadOnlySpan<char> id) =>
        Fold(AddText(AddByte(AddText(OffsetBasis, provider), 0), id));

    /// <summary>Hash of texts that are UTF-8 already.</summary>
    public static ushort OfUtf8(ReadOnlySpan<byte> provider, ReadOnlySpan<byte> id) =>
        Fold(AddBytes(AddByte(AddBytes(OffsetBasis, provider), 0), id));

    private static ulong AddText(ulong hash, ReadOnlySpan<char> text)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            hash = rune.IsAscii ? AddByte(hash, (byte)rune.Value) : AddBytes(hash, utf8[..rune.EncodeToUtf8(utf8)]);
        }

        return hash;
    }

    private static ulong AddBytes(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            hash = AddByte(hash, value);
        }

        return hash;
    }

    private static ulong AddByte(ulong hash, byte value) => unchecked((hash ^ value) * Prime);

    private static ushort Fold(ulong hash) => unchecked((ushort)(hash ^ (hash >> 16) ^ (hash >> 32) ^ (hash >> 48)));
}
