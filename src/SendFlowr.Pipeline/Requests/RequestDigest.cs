using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SendFlowr.Avro.Binary;
using SendFlowr.Model.Time;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Requests;

/// <summary>The hashes of a request: its key in tables, its content, and the id of its decision. Pure.</summary>
/// <remarks>Each is the first bits of a SHA-256. What depends on the receipt, and the way it came, is left out of the content.</remarks>
internal static class RequestDigest
{
    private const string IdPrefix = "d_";

    /// <summary>128 bits that stand for a request_id in tables.</summary>
    public static RowKey KeyOf(string requestId)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(requestId), hash);
        return RowKey.Read(hash);
    }

    /// <summary>
    /// 64 bits of the content, never 0; the order of identifiers and of metadata does not matter. It only tells two requests of one sender apart.
    /// </summary>
    public static ulong ContentOf(SendRequest request)
    {
        AvroWriter writer = new();
        RequestedIdentifier[] recipient =
        [
            .. request.Recipient.OrderBy(identifier => identifier.Type, StringComparer.Ordinal)
                .ThenBy(identifier => identifier.Source, StringComparer.Ordinal)
                .ThenBy(identifier => identifier.Value, StringComparer.Ordinal),
        ];
        RequestCodec.Write(writer, request with { Recipient = recipient, ByHttp = false });
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(writer.WrittenSpan, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) | 1;
    }

    /// <summary>The time of acceptance in 48 bits, by which an archive is searched, and 80 bits of a hash of id and content.</summary>
    public static string DecisionId(Timestamp accepted, RowKey key, ulong content)
    {
        Span<byte> both = stackalloc byte[RowKey.SizeBytes + sizeof(ulong)];
        key.Write(both);
        BinaryPrimitives.WriteUInt64BigEndian(both[RowKey.SizeBytes..], content);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(both, hash);
        Span<byte> time = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(time, accepted.EpochMilliseconds);
        Span<byte> id = stackalloc byte[RowKey.SizeBytes];
        time[2..].CopyTo(id);
        hash[..10].CopyTo(id[6..]);
        return IdPrefix + Convert.ToHexStringLower(id);
    }
}
