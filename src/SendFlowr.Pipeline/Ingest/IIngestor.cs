using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Files;

namespace SendFlowr.Pipeline.Ingest;

/// <summary>Reads files through a connector into a pipeline. One file at a time.</summary>
public interface IIngestor
{
    /// <summary>What has been taken since this object was made.</summary>
    IngestResult Result { get; }

    /// <summary>Reads one file to its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="connector">How its documents become events.</param>
    /// <param name="progress">Called after each step with the bytes read, the bytes there are, and the documents read of all files.</param>
    /// <param name="cancellation">Stops reading; what was read is still taken and made durable.</param>
    /// <exception cref="SourceFormatException">The file is not what its name says; nothing was read.</exception>
    /// <exception cref="SourceDamagedException">The file ends early; everything before was taken.</exception>
    Task IngestAsync(string path, CatalogEntry connector, Action<SourceProgress, long> progress, CancellationToken cancellation);
}
