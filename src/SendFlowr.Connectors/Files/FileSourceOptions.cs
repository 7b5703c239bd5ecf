using SendFlowr.Connectors.Definitions;

namespace SendFlowr.Connectors.Files;

/// <summary>How a file is read. Immutable; the defaults are those of the product, tests use smaller limits.</summary>
public sealed record FileSourceOptions
{
    /// <summary>The format; null goes by the file's extension.</summary>
    public DocumentFormat? Format { get; init; }

    /// <summary>The character between CSV fields, ASCII. Default: comma.</summary>
    public char CsvDelimiter { get; init; } = ',';

    /// <summary>Longest line of NDJSON, or record of CSV, in bytes, inclusive. Default: 1 MiB.</summary>
    public int MaxLineBytes { get; init; } = 1 << 20;

    /// <summary>Largest JSON document, item of an array of documents, or Avro record as JSON, in bytes, inclusive. Default: 16 MiB.</summary>
    public int MaxDocumentBytes { get; init; } = 16 << 20;

    /// <summary>Size of a batch's buffer, in bytes. Default: 256 KiB.</summary>
    public int BatchBytes { get; init; } = 256 << 10;

    /// <summary>How a connector's files are read.</summary>
    public static FileSourceOptions For(ConnectorDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return new FileSourceOptions { Format = definition.Format, CsvDelimiter = definition.CsvDelimiter };
    }
}
