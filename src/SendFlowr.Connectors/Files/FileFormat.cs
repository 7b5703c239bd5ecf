using SendFlowr.Connectors.Definitions;

namespace SendFlowr.Connectors.Files;

/// <summary>Formats by file name.</summary>
public static class FileFormat
{
    /// <summary>The extensions that are known, each also with <c>.gz</c> behind it.</summary>
    public const string Extensions = ".ndjson, .jsonl, .json, .csv, .avro, each also with .gz behind it";

    public static bool IsGzip(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The format that the name says; null when it says none.</summary>
    public static DocumentFormat? FromName(string path)
    {
        string name = IsGzip(path) ? path[..^3] : path;
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".NDJSON" or ".JSONL" => DocumentFormat.Ndjson,
            ".JSON" => DocumentFormat.Json,
            ".CSV" => DocumentFormat.Csv,
            ".AVRO" => DocumentFormat.Avro,
            _ => null,
        };
    }
}
