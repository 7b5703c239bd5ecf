using System.Buffers.Binary;
using System.Globalization;

namespace SendFlowr.Model.Identity;

/// <summary>128 bits that stand for one identifier: a keyed hash (HMAC-SHA-256, truncated) of its type, source and normalized value.</summary>
/// <remarks>
/// A Universal ID is the node id of the person's canonical member, written <c>sf_</c> and 32 hex digits.
/// Ordered as an unsigned big-endian number. Immutable; the default value is all zero bits and stands for no identifier.
/// </remarks>
public readonly record struct NodeId(ulong High, ulong Low) : IComparable<NodeId>
{
    public const int SizeBytes = 16;
    public const string Prefix = "sf_";

    public static NodeId Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], Low);
    }

    /// <summary>Reads <c>sf_</c> followed by 32 hex digits of either case.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out NodeId id)
    {
        id = default;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length != Prefix.Length + 32)
        {
            return false;
        }

        ReadOnlySpan<char> hex = text[Prefix.Length..];
        if (!ulong.TryParse(hex[..16], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong high)
            || !ulong.TryParse(hex[16..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong low))
        {
            return false;
        }

        id = new NodeId(high, low);
        return true;
    }

    public int CompareTo(NodeId other) => High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

    public static bool operator <(NodeId left, NodeId right) => left.CompareTo(right) < 0;

    public static bool operator >(NodeId left, NodeId right) => left.CompareTo(right) > 0;

    public static bool operator <=(NodeId left, NodeId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(NodeId left, NodeId right) => left.CompareTo(right) >= 0;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{High:x16}{Low:x16}");
}
