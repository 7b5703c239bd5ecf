using System.Net.Http.Headers;
using System.Text;

namespace SendFlowr.Streams.Kafka.Registry;

/// <summary>What a client shows to a schema registry. Immutable; its text shows nothing of it.</summary>
public sealed class RegistryCredentials
{
    private RegistryCredentials(AuthenticationHeaderValue header) => Header = header;

    internal AuthenticationHeaderValue Header { get; }

    /// <summary>Name and password (RFC 7617).</summary>
    /// <exception cref="ArgumentException">The name has a colon, which would end it.</exception>
    public static RegistryCredentials Basic(string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(password);
        return user.Contains(':', StringComparison.Ordinal)
            ? throw new ArgumentException("The name of a user cannot have a colon.", nameof(user))
            : new(new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))));
    }

    /// <summary>A token (RFC 6750).</summary>
    /// <exception cref="ArgumentException">The token has characters that a header cannot.</exception>
    public static RegistryCredentials Bearer(string token)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return token.All(static letter => letter is > ' ' and < '\x7f')
            ? new(new AuthenticationHeaderValue("Bearer", token))
            : throw new ArgumentException("A token has printable ASCII characters only.", nameof(token));
    }

    public override string ToString() => Header.Scheme;
}
