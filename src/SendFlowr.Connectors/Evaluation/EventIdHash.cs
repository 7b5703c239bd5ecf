using System.Buffers.Binary;
using System.Security.Cryptography;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>Derives the id of an event that has none from fields that together make it unique.</summary>
/// <remarks>
/// <c>h_</c> and the first 32 hex digits of SHA-256 over the fields in order: each as a four-byte big-endian length and its bytes;
/// the length ffffffff alone for a field that is absent, null or empty. Texts count decoded, numbers, objects and arrays as written.
/// </remarks>
internal static class EventIdHash
{
    private const int LengthBytes = 4;
    private const int IdBytes = 16;

    public static bool TryDerive(in DocumentView view, ReadOnlySpan<Capture> slots, int[] fields, out string id)
    {
        int size = 0;
        foreach (int slot in fields)
        {
            size += LengthBytes + slots[slot].Length;
        }

        Span<byte> message = view.Scratch.Take(size);
        int length = 0;
        bool any = false;
        foreach (int slot in fields)
        {
            Capture capture = slots[slot];
            ReadOnlySpan<byte> text = [];
            bool there = capture.IsThere && view.TryText(capture, out text) && !text.IsEmpty;
            any |= there;
            BinaryPrimitives.WriteUInt32BigEndian(message[length..], there ? (uint)text.Length : uint.MaxValue);
            length += LengthBytes;
            if (there)
            {
                text.CopyTo(message[length..]);
                length += text.Length;
            }
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(message[..length], digest);
        id = any ? "h_" + Convert.ToHexStringLower(digest[..IdBytes]) : "";
        return any;
    }
}
