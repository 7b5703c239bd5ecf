namespace SendFlowr.Connectors.Files;

/// <summary>A document that takes more bytes as JSON than any document may. It never leaves this folder: such a document is an oversize one.</summary>
internal sealed class JsonLineTooLongException() : Exception("The document takes more bytes as JSON than any document may.");
