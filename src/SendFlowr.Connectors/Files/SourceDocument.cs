using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Files;

/// <summary>One document of a file, valid while its batch is.</summary>
public readonly ref struct SourceDocument
{
    /// <summary>The line on which it begins, 1 first (NDJSON, CSV), its position among the records, 1 first (Avro), or among the documents, 0 first (JSON).</summary>
    public required long Number { get; init; }

    /// <summary>Where its first byte stands in the uncompressed content, a byte order mark included; of Avro, in its records as lines of JSON.</summary>
    public required long Offset { get; init; }

    /// <summary>The document without its line end; of an oversize one the first 64 KiB.</summary>
    public required ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Set when the document is over the limit and cannot be mapped.</summary>
    public OversizeDocument? Oversize { get; init; }

    /// <summary>Maps the document, or rejects it when it is over the limit.</summary>
    public void MapTo(IEventMapper mapper, long receivedAtMilliseconds, IMappingSink sink)
    {
        ArgumentNullException.ThrowIfNull(mapper);
        ArgumentNullException.ThrowIfNull(sink);
        if (Oversize is null)
        {
            mapper.Map(Bytes, receivedAtMilliseconds, sink);
            return;
        }

        string detail = Oversize.Reason == RejectionReason.LineTooLong
            ? $"the line has {Oversize.TotalBytes} bytes, more than the limit; is a line end missing?"
            : $"the document has {Oversize.TotalBytes} bytes, more than the limit; write its events as NDJSON, as items of an array or as records of their own";
        sink.OnRejected(new Rejection(-1, Oversize.Reason, "", detail, 0, Bytes.Length));
    }
}
