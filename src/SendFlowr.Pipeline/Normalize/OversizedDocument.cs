using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>
/// How a document that is too long to be fed is fed all the same: its beginning as the value, and as the key its whole length
/// and the SHA-256 of all of it, which its reader computed while passing over it.
/// </summary>
public static class OversizedDocument
{
    public const int KeyBytes = 8 + SHA256.HashSizeInBytes;

    public static byte[] Key(long length, ReadOnlySpan<byte> sha256)
    {
        byte[] key = new byte[KeyBytes];
        BinaryPrimitives.WriteInt64BigEndian(key, length);
        sha256.CopyTo(key.AsSpan(8));
        return key;
    }

    /// <summary>Whether a feed record's key is of this form; ordinary documents have none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> key, out long length, out ReadOnlySpan<byte> sha256)
    {
        bool oversized = key.Length == KeyBytes;
        length = oversized ? BinaryPrimitives.ReadInt64BigEndian(key) : 0;
        sha256 = oversized ? key[8..] : default;
        return oversized;
    }
}
