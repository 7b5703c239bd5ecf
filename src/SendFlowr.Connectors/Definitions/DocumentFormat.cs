namespace SendFlowr.Connectors.Definitions;

/// <summary>How a file or request is cut into documents.</summary>
public enum DocumentFormat
{
    /// <summary>One JSON document a line.</summary>
    Ndjson = 0,

    /// <summary>One JSON document, several one after the other, or an array whose items are the documents.</summary>
    Json = 1,

    /// <summary>Comma-separated values after RFC 4180 with a header; one record is one document.</summary>
    Csv = 2,

    /// <summary>An Avro object container file; one record is one document, and is mapped as the JSON that it becomes.</summary>
    Avro = 3,
}
