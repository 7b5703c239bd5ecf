using System.Buffers.Binary;
using System.Security.Cryptography;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>
/// How a document that is too long to be fed is fed all the same: its beginning as the value, and as the key, behind the number of
/// its binding, the reason, its whole length and the SHA-256 of all of it, which its reader computed while passing over it.
/// </summary>
internal static class OversizedFeedKey
{
    private const int ReasonAt = FeedBinding.NumberBytes;
    private const int LengthAt = ReasonAt + 1;
    private const int HashAt = LengthAt + sizeof(long);
    private const int SizeBytes = HashAt + SHA256.HashSizeInBytes;

    public static byte[] Write(int binding, OversizeDocument document)
    {
        byte[] key = new byte[SizeBytes];
        BinaryPrimitives.WriteInt32BigEndian(key, binding);
        key[ReasonAt] = (byte)document.Reason;
        BinaryPrimitives.WriteInt64BigEndian(key.AsSpan(LengthAt), document.TotalBytes);
        document.Sha256.CopyTo(key.AsSpan(HashAt));
        return key;
    }

    /// <summary>What a feed record's key says; null of an ordinary document, whose key is the number of its binding alone.</summary>
    public static OversizeDocument? Read(ReadOnlySpan<byte> key) => key.Length == SizeBytes
        ? new OversizeDocument((RejectionReason)key[ReasonAt], BinaryPrimitives.ReadInt64BigEndian(key[LengthAt..]), key[HashAt..].ToArray())
        : null;
}
