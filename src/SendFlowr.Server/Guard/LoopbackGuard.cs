using Microsoft.Extensions.Primitives;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Guard;

/// <summary>
/// Answers local addresses only and refuses pages of other origins, so that no web page can drive or read an instance without keys:
/// a name that an attacker points at this machine fails by its Host, a script of another page by its Origin.
/// </summary>
internal static class LoopbackGuard
{
    private static readonly string[] Hosts = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>What is wrong with the request's addresses; null: nothing.</summary>
    public static Problem? Check(HttpRequest request)
    {
        HostString host = request.Host;
        if (!Hosts.Contains(host.Host, StringComparer.OrdinalIgnoreCase))
        {
            return new Problem(
                ProblemType.ForeignHost,
                "this instance has no keys and answers only the hosts localhost, 127.0.0.1 and [::1]; call it by one of them from this machine.",
                "Host");
        }

        StringValues origin = request.Headers.Origin;
        return origin.Count == 0 || IsOwn(origin, host)
            ? null
            : new Problem(
                ProblemType.ForeignOrigin,
                "the request comes from a page of another origin; this instance has no keys and serves its own pages only.",
                "Origin");
    }

    private static bool IsOwn(StringValues origin, HostString host) =>
        origin.Count == 1 && string.Equals(origin[0], $"http://{host.Value}", StringComparison.OrdinalIgnoreCase);
}
