using SendFlowr.Cli.Configuration;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Cli.Verbs.Registry;

/// <summary>Makes the client of the registry that the configuration names.</summary>
internal static class RegistryOpening
{
    /// <summary>The client; null without a registry. Asks nothing yet.</summary>
    public static RegistryClient? Open(RegistrySettings settings, TimeProvider time) => settings.Address is null
        ? null
        : new RegistryClient(new RegistryOptions { Address = settings.Address, Credentials = Credentials(settings) }, time);

    private static RegistryCredentials? Credentials(RegistrySettings settings) => settings switch
    {
        { Token: { } token } => RegistryCredentials.Bearer(token),
        { User: { } user, Password: { } password } => RegistryCredentials.Basic(user, password),
        _ => null,
    };
}
