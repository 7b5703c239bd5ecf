using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SendFlowr.Model.Events;

namespace SendFlowr.Model.Identity;

/// <summary>Turns identifiers into node ids: HMAC-SHA-256 (RFC 2104) under the deployment's key, truncated to its first 128 bits.</summary>
/// <remarks>
/// The message is one version byte, then type, source and value, each as a two-byte big-endian length and its UTF-8 bytes,
/// so that no two different triples share a message. An anchor's source is left empty. An event without a usable identifier
/// hashes the reserved type <c>event</c> with its provider and event id.
/// Keeps the key's inner state between calls, hence not thread-safe: one a thread, made by <see cref="Fork"/>. Allocates nothing per call.
/// </remarks>
public sealed class NodeIdHasher : IDisposable
{
    public const int KeyBytes = 32;

    /// <summary>Greatest length of a type, a source or a value in bytes of UTF-8.</summary>
    public const int MaxPartBytes = 512;

    private const byte FramingVersion = 1;
    private const string EventType = "event";

    private readonly byte[] buffer = new byte[1 + (3 * (2 + MaxPartBytes))];
    private readonly byte[] key;
    private readonly IncrementalHash hmac;
    private readonly IdentifierTypes types;

    /// <param name="key">The secret of the deployment, exactly 32 bytes. Another key gives other node ids.</param>
    /// <param name="types">The identifier table; tells which types are anchors.</param>
    public NodeIdHasher(ReadOnlySpan<byte> key, IdentifierTypes types)
    {
        if (key.Length != KeyBytes)
        {
            throw new ArgumentException($"The identity key has {key.Length} bytes; it must have {KeyBytes}.", nameof(key));
        }

        this.key = key.ToArray();
        this.types = types;
        hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
    }

    /// <summary>Uses the built-in identifier table.</summary>
    public NodeIdHasher(ReadOnlySpan<byte> key)
        : this(key, IdentifierTypes.Default)
    {
    }

    /// <summary>Another hasher of the same key, for another thread.</summary>
    public NodeIdHasher Fork() => new(key, types);

    /// <summary>The node id of a normalized identifier.</summary>
    public NodeId Hash(in EventIdentifier identifier) => Hash(identifier.Type, identifier.Source, identifier.Value);

    /// <inheritdoc cref="Hash(in EventIdentifier)"/>
    public NodeId Hash(string type, string source, string value)
    {
        bool anchor = types.TryGet(type, out IdentifierType? known) && known.Role == IdentifierRole.Anchor;
        return HashParts(type, anchor ? "" : source, value);
    }

    /// <summary>The node id of an event that names nobody: its own, the same at each delivery.</summary>
    public NodeId HashEvent(string provider, string eventId) => HashParts(EventType, provider, eventId);

    public void Dispose() => hmac.Dispose();

    private NodeId HashParts(string type, string source, string value)
    {
        Span<byte> message = buffer;
        message[0] = FramingVersion;
        int length = 1;
        length += Frame(type, message[length..], nameof(type));
        length += Frame(source, message[length..], nameof(source));
        length += Frame(value, message[length..], nameof(value));
        hmac.AppendData(message[..length]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hmac.GetHashAndReset(digest);
        return NodeId.Read(digest);
    }

    private static int Frame(string part, Span<byte> target, string name)
    {
        if (!Encoding.UTF8.TryGetBytes(part, target.Slice(2, MaxPartBytes), out int count))
        {
            throw new ArgumentException($"An identifier's {name} has more than {MaxPartBytes} bytes; normalize it first.", name);
        }

        BinaryPrimitives.WriteUInt16BigEndian(target, (ushort)count);
        return 2 + count;
    }
}
