using System.Text;
using System.Text.Json;

namespace SendFlowr.Model.Rings;

/// <summary>User agents that no person follows a link with: security scanners, link previews, programs. Embedded <c>Data/scanners.v1.json</c>.</summary>
/// <remarks>
/// Image proxies of mail providers are not among them: they load when the person opens, or flag themselves. A broken file is a programmer's
/// error and throws. Immutable, thread-safe.
/// </remarks>
public sealed class ScannerAgents
{
    private const string ResourceName = "SendFlowr.Model.Data.scanners.v1.json";
    private const int MaxAgentBytes = 512;

    private static readonly Lazy<ScannerAgents> LazyDefault = new(Load);

    private readonly byte[][] _parts;

    private ScannerAgents(byte[][] parts) => _parts = parts;

    public static ScannerAgents Default => LazyDefault.Value;

    /// <summary>Whether one of the known names is part of a user agent, whatever the case; only its first 512 bytes are read.</summary>
    /// <param name="agent">UTF-8; empty: not known.</param>
    public bool Knows(ReadOnlySpan<byte> agent)
    {
        if (agent.IsEmpty)
        {
            return false;
        }

        Span<byte> lower = stackalloc byte[MaxAgentBytes];
        lower = lower[..Math.Min(agent.Length, MaxAgentBytes)];
        for (int i = 0; i < lower.Length; i++)
        {
            lower[i] = agent[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(agent[i] | 0x20) : agent[i];
        }

        foreach (byte[] part in _parts)
        {
            if (lower.IndexOf(part) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static ScannerAgents Load()
    {
        using Stream stream = typeof(ScannerAgents).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly lacks its resource '{ResourceName}'.");
        using JsonDocument document = JsonDocument.Parse(stream);
        return new ScannerAgents([.. document.RootElement.GetProperty("userAgentParts").EnumerateArray().Select(part => Encoding.UTF8.GetBytes(part.GetString()!))]);
    }
}
