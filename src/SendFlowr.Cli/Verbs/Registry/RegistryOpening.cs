using SendFlowr.Cli.Configuration;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Cli.Verbs.Registry;

/// <summary>Makes the client of the registry that the configuration names.</summary>
internal static class RegistryOpening
{
    /// <summary>The client; null without a registry. Asks nothing yet.</summary>
    /// <param name="settings">Where it is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isPatient">Asks again when there is no answer.</param>
    public static RegistryClient? Open(RegistrySettings settings, TimeProvider time, bool isPatient = true)
    {
        if (settings.Address is null)
        {
            return null;
        }

        RegistryOptions options = new() { Address = settings.Address, Credentials = Credentials(settings) };
        return new RegistryClient(isPatient ? options : options with { MaxAttempts = 1 }, time);
    }

    private static RegistryCredentials? Credentials(RegistrySettings settings) => settings switch
    {
        { Token: { } token } => RegistryCredentials.Bearer(token),
        { User: { } user, Password: { } password } => RegistryCredentials.Basic(user, password),
        _ => null,
    };
}
