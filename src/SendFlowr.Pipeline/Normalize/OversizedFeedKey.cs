using System.Buffers.Binary;
using System.Security.Cryptography;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>
/// How a document that is too long to be fed is fed all the same: its beginning as the value, and as the key the reason, its
/// whole length and the SHA-256 of all of it, which its reader computed while passing over it.
/// </summary>
internal static class OversizedFeedKey
{
    private const int SizeBytes = 1 + 8 + SHA256.HashSizeInBytes;

    public static byte[] Write(OversizeDocument document)
    {
        byte[] key = new byte[SizeBytes];
        key[0] = (byte)document.Reason;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(1), document.TotalBytes);
        document.Sha256.CopyTo(key.AsSpan(9));
        return key;
    }

    /// <summary>What a feed record's key says; null of an ordinary document, whose key is empty.</summary>
    public static OversizeDocument? Read(ReadOnlySpan<byte> key) => key.Length == SizeBytes
        ? new OversizeDocument((RejectionReason)key[0], BinaryPrimitives.ReadInt64BigEndian(key[1..]), key[9..].ToArray())
        : null;
}
