using System.Numerics;

namespace SendFlowr.Streams.Tables;

/// <summary>Spreads row keys over 64 bits; the order of the hashes is the order of scans.</summary>
/// <remarks>Multiply-xorshift rounds after the finalizers of MurmurHash3 and SplitMix64. Changing it changes no stored data.</remarks>
internal static class RowHash
{
    public static ulong Of(ulong high, ulong low)
    {
        unchecked
        {
            ulong hash = (low * 0x9E3779B97F4A7C15) ^ BitOperations.RotateLeft(high * 0xC2B2AE3D27D4EB4F, 31);
            hash = (hash ^ (hash >> 32)) * 0xD6E8FEB86659FD93;
            hash = (hash ^ (hash >> 29)) * 0x94D049BB133111EB;
            return hash ^ (hash >> 32);
        }
    }

    public static ulong Of(RowKey key) => Of(key.High, key.Low);
}
