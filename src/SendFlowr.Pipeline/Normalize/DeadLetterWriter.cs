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
    private readonly byte[] _key = new byte[SHA256.HashSizeInBytes];

    /// <param name="source">Name of the connector and of the file or feed.</param>
    public DeadLetterWriter(string source)
    {
        _source = source;
        _sourceUtf8 = Encoding.UTF8.GetBytes(source);
    }

    /// <summary>Sends a letter about what a document gave.</summary>
    public void Send(ISink sink, in Record record, SourceDocument document, in Rejection rejection)
    {
        RawEvidence raw = RawEvidence.Of(document, rejection);
        AvroWriter writer = _writer.Begin();
        writer.WriteString(_source);
        writer.WriteOptional((string?)null);
        writer.WriteOptional((long?)null);
        writer.WriteOptional((long?)record.Offset);
        writer.WriteLong(record.TimestampMilliseconds);
        writer.WriteString(rejection.Reason.Text());
        writer.WriteString(rejection.Path);
        writer.WriteString(rejection.Detail);
        writer.WriteBytes(raw.Prefix);
        writer.WriteLong(raw.TotalBytes);
        writer.WriteString(Convert.ToHexStringLower(raw.Sha256));
        sink.Send(Key(record.Offset, rejection.Index, raw.Sha256), _writer.Bytes, record.TimestampMilliseconds);
    }

    private ReadOnlySpan<byte> Key(long offset, int index, ReadOnlySpan<byte> sha256)
    {
        Span<byte> place = stackalloc byte[12];
        BinaryPrimitives.WriteInt64BigEndian(place, offset);
        BinaryPrimitives.WriteInt32BigEndian(place[8..], index);
        _hash.AppendData(_sourceUtf8);
        _hash.AppendData(place);
        _hash.AppendData(sha256);
        _hash.GetHashAndReset(_key);
        return _key.AsSpan(0, KeyBytes);
    }
}
