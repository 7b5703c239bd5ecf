using Microsoft.Extensions.Logging;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Server;

/// <summary>How the HTTP interface runs. Immutable.</summary>
public sealed record ServerOptions
{
    /// <summary>Default address: <c>http://127.0.0.1:8001</c>.</summary>
    public const string DefaultUrl = "http://127.0.0.1:8001";

    /// <summary>The pipeline that is asked and written to. The server does not dispose it.</summary>
    public required PipelineHost Host { get; init; }

    /// <summary>Where to listen: http, a loopback address, port 0 for any free one.</summary>
    public string Url { get; init; } = DefaultUrl;

    /// <summary>Where log messages go; null: nowhere.</summary>
    public Action<ILoggingBuilder>? Logging { get; init; }

    /// <exception cref="ArgumentException">An address that is not http on loopback; the text says what to do.</exception>
    internal Uri CheckedUrl() =>
        Uri.TryCreate(Url, UriKind.Absolute, out Uri? address) && address.Scheme == Uri.UriSchemeHttp && address.IsLoopback && address.PathAndQuery == "/"
            ? address
            : throw new ArgumentException(
                $"The address '{Url}' is not http on loopback. Without keys only this machine is served: use http://127.0.0.1:8001 or another port.");
}
