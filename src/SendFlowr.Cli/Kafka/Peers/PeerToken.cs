using System.Security.Cryptography;
using System.Text;

namespace SendFlowr.Cli.Kafka.Peers;

/// <summary>What instances of one deployment prove to each other: that they have the same identity key, which never leaves them.</summary>
internal sealed class PeerToken
{
    private const string Purpose = "sendflowr peers 1";
    private const string Scheme = "Bearer ";

    private readonly byte[] _header;

    /// <param name="identityKey">The deployment's key.</param>
    public PeerToken(byte[] identityKey)
    {
        Header = Scheme + Convert.ToHexStringLower(HMACSHA256.HashData(identityKey, Encoding.UTF8.GetBytes(Purpose)));
        _header = Encoding.UTF8.GetBytes(Header);
    }

    /// <summary>Value of the header <c>Authorization</c>.</summary>
    public string Header { get; }

    public bool IsProvenBy(string header) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header), _header);
}
