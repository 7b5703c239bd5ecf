namespace SendFlowr.Model.Numerics;

/// <summary>The 64-bit FNV-1a hash, byte by byte (offset basis 0xCBF29CE484222325, prime 0x100000001B3; Fowler, Noll and Vo).</summary>
/// <remarks>The same for ever and on every machine. Not a secret and not against an adversary. Pure, thread-safe.</remarks>
public static class Fnv1a
{
    /// <summary>The hash of nothing; begin with it.</summary>
    public const ulong Start = 0xCBF29CE484222325;

    private const ulong Prime = 0x100000001B3;

    public static ulong Add(ulong hash, byte value) => unchecked((hash ^ value) * Prime);

    public static ulong Add(ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes)
        {
            hash = Add(hash, value);
        }

        return hash;
    }
}
