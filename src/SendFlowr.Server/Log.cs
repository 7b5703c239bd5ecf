using Microsoft.Extensions.Logging;

namespace SendFlowr.Server;

/// <summary>Log messages of the HTTP interface: ids from 3000.</summary>
internal static partial class Log
{
    [LoggerMessage(3000, LogLevel.Error, "A request to {Route} failed.")]
    public static partial void RequestFailed(ILogger logger, string route, Exception exception);
}
