using Microsoft.AspNetCore.Server.Kestrel.Core;
using SendFlowr.Server.Bodies;

namespace SendFlowr.Server.Guard;

/// <summary>The limits of connections and requests, all of them given explicitly.</summary>
internal static class ConnectionLimits
{
    public const int MaxConnections = 1024;
    public const int MaxHeaders = 100;
    public const int MaxHeaderBytes = 32 << 10;
    public const int MaxRequestLineBytes = 16 << 10;

    /// <summary>How long a client may take for the headers, and an idle connection is kept.</summary>
    public static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(15);
    public static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(120);

    private const double LeastBytesPerSecond = 240;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    public static void Apply(KestrelServerOptions options)
    {
        options.AddServerHeader = false;
        options.AllowSynchronousIO = false;
        KestrelServerLimits limits = options.Limits;
        limits.MaxConcurrentConnections = MaxConnections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestHeaderCount = MaxHeaders;
        limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        limits.MaxRequestLineSize = MaxRequestLineBytes;
        limits.MaxRequestBufferSize = BodyLimits.JsonBytes;
        limits.MaxResponseBufferSize = BodyLimits.JsonBytes;
        limits.RequestHeadersTimeout = HeadersTimeout;
        limits.KeepAliveTimeout = KeepAlive;
        limits.MinRequestBodyDataRate = new MinDataRate(LeastBytesPerSecond, Grace);
        limits.MinResponseDataRate = new MinDataRate(LeastBytesPerSecond, Grace);

        // The readers of bodies count themselves: over their limit they answer, where the server would cut the connection.
        limits.MaxRequestBodySize = null;
    }
}
