namespace SendFlowr.Cli.Configuration;

/// <summary>The keys of the configuration that say where the schema registry is. Pure; each returns what is wrong with the value, or null.</summary>
internal static class RegistryKeys
{
    private const string AddressKey = "kafka.registry";
    private const string UserKey = "kafka.registry_user";
    private const string PasswordKey = "kafka.registry_password";
    private const string TokenKey = "kafka.registry_token";

    public static IReadOnlyDictionary<string, KafkaKeys.Setter> All { get; } = new Dictionary<string, KafkaKeys.Setter>
    {
        [AddressKey] = Address,
        [UserKey] = User,
        [PasswordKey] = Password,
        [TokenKey] = Token,
    };

    /// <summary>True for a key whose value may lie in a file: <c>file:PATH</c>.</summary>
    public static bool IsSecret(string key) => key is PasswordKey or TokenKey;

    /// <summary>What does not fit together now that everything was read; null when all does.</summary>
    public static string? Missing(RegistrySettings registry)
    {
        if (registry.Address is null && (registry.User ?? registry.Password ?? registry.Token) is not null)
        {
            return $"credentials of a schema registry need {AddressKey}, its address";
        }

        if ((registry.User is null) != (registry.Password is null))
        {
            return $"{UserKey} and {PasswordKey} go together; set both, or neither";
        }

        return registry.User is not null && registry.Token is not null ? $"{TokenKey} goes without {UserKey} and {PasswordKey}; remove one of the two" : null;
    }

    private static string? Address(ref Settings settings, string value)
    {
        bool isAddress = Uri.TryCreate(value, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https";

        // What stands before an @ is a secret, so the value stays out of this text.
        if (isAddress && address!.UserInfo.Length > 0)
        {
            return $"holds credentials; write the address without them, and set {UserKey} and {PasswordKey}";
        }

        if (!isAddress || address!.Query.Length > 0 || address.Fragment.Length > 0)
        {
            return "is no address of a schema registry; allowed: http://HOST:PORT or https://HOST:PORT, with a path if need be";
        }

        settings = Change(settings, registry => registry with { Address = address });
        return null;
    }

    private static string? User(ref Settings settings, string value)
    {
        settings = Change(settings, registry => registry with { User = value });
        return value.Length > 0 && !value.Contains(':', StringComparison.Ordinal) ? null : "is empty or has a colon; allowed: the name of a user of the registry";
    }

    private static string? Password(ref Settings settings, string value)
    {
        settings = Change(settings, registry => registry with { Password = value });
        return null;
    }

    private static string? Token(ref Settings settings, string value)
    {
        settings = Change(settings, registry => registry with { Token = value });
        bool isToken = value.Length > 0 && value.All(static letter => letter is > ' ' and < '\x7f');
        return isToken ? null : $"has {value.Length} characters, of which some cannot be sent; allowed: printable ASCII without spaces, or file:PATH of a file that holds it";
    }

    private static Settings Change(Settings settings, Func<RegistrySettings, RegistrySettings> change) =>
        settings with { Kafka = settings.Kafka with { Registry = change(settings.Kafka.Registry) } };
}
