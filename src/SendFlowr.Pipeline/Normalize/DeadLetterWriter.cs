using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SendFlowr.Avro.Binary;
using SendFlowr.Connectors.Files;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>Writes dead letters of a feed. The key is a hash of source, place and content: the same letter sent twice is one letter.</summary>
/// <remarks>Reuses its buffers; not thread-safe.</remarks>
internal sealed class DeadLetterWriter
{
    private const int KeyBytes = 16;

    private readonly RecordWriter _writer = new(Schemas.DeadLetter);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _sourceUtf8;
    private readonly string _source;
    private readonly string? _topic;
    private readonly byte[] _key = new byte[SHA256.HashSizeInBytes];

    /// <param name="source">Name of the connector and of the file or feed.</param>
    /// <param name="topic">The topic that documents are records of; null when they are not.</param>
    public DeadLetterWriter(string source, string? topic = null)
    {
        _source = source;
        _topic = topic;
        _sourceUtf8 = Encoding.UTF8.GetBytes(source);
    }

    /// <summary>Sends a letter about what a document gave.</summary>
    public void Send(ISink sink, in Record record, SourceDocument document, in Rejection rejection) =>
        Send(sink, record, _topic, RawEvidence.Of(document, rejection), rejection);

    /// <summary>Sends a letter about a whole record of a topic.</summary>
    public void Send(ISink sink, in Record record, string topic, ReadOnlySpan<byte> raw, RejectionReason reason, string path, string detail)
    {
        Rejection rejection = new(-1, reason, path, detail, 0, raw.Length);
        Send(sink, record, topic, RawEvidence.Of(raw, rejection), rejection);
    }

    private void Send(ISink sink, in Record record, string? topic, RawEvidence raw, in Rejection rejection)
    {
        AvroWriter writer = _writer.Begin();
        writer.WriteString(_source);
        writer.WriteOptional(topic);
        writer.WriteOptional(topic is null ? null : (long?)record.Partition);
        writer.WriteOptional((long?)record.Offset);
        writer.WriteLong(record.TimestampMilliseconds);
        writer.WriteString(rejection.Reason.Text());
        writer.WriteString(rejection.Path);
        writer.WriteString(rejection.Detail);
        writer.WriteBytes(raw.Prefix);
        writer.WriteLong(raw.TotalBytes);
        writer.WriteString(Convert.ToHexStringLower(raw.Sha256));
        sink.Send(Key(topic is null ? null : record.Partition, record.Offset, rejection.Index, raw.Sha256), _writer.Bytes, record.TimestampMilliseconds);
    }

    private ReadOnlySpan<byte> Key(int? partition, long offset, int index, ReadOnlySpan<byte> sha256)
    {
        Span<byte> place = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(place, offset);
        BinaryPrimitives.WriteInt32BigEndian(place[8..], index);
        BinaryPrimitives.WriteInt32BigEndian(place[12..], partition ?? 0);
        _hash.AppendData(_sourceUtf8);
        _hash.AppendData(partition is null ? place[..12] : place);
        _hash.AppendData(sha256);
        _hash.GetHashAndReset(_key);
        return _key.AsSpan(0, KeyBytes);
    }
}
