using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SendFlowr.Cli.Frame;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Zones;
using SendFlowr.Pipeline.Texts;

namespace SendFlowr.Cli.Configuration;

/// <summary>Turns entries into <see cref="Settings"/>: later entries replace earlier ones, and every fault is told with its place and what is allowed.</summary>
/// <param name="variables">Looks up an environment variable for <c>${NAME}</c>; null when it is not set.</param>
/// <param name="folder">The folder that relative <c>file:</c> paths start from.</param>
internal sealed partial class SettingsBinder(Func<string, string?> variables, string folder)
{
    private const string IdentityKeyName = "identity.key";
    private const string FilePrefix = "file:";
    private const int KeyHexDigits = 64;
    private const int MaxSecretFileBytes = 4096;
    private static readonly TimeSpan MaxHorizon = TimeSpan.FromDays(1);

    /// <summary>The keys of the documented configuration whose feature this version does not have: refused, never ignored.</summary>
    private static readonly string[] NotBuiltKeys =
    [
        "webhooks", "clickhouse", "redis", "http.keys", "policy.quiet_hours",
        "policy.frequency", "policy.lane_caps", "policy.forget_after",
    ];

    private static readonly Dictionary<string, Func<SettingsBinder, Settings, SettingEntry, string, Settings>> Keys = new()
    {
        ["engine"] = (binder, settings, entry, value) => binder.Engine(settings, entry, value),
        [IdentityKeyName] = (binder, settings, entry, value) => binder.IdentityKey(settings, entry, value),
        ["identity.default_country"] = (binder, settings, entry, value) => binder.DefaultCountry(settings, entry, value),
        ["http.listen"] = (binder, settings, entry, value) => binder.Listen(settings, entry, value),
        ["policy.clock"] = (binder, settings, entry, value) => binder.Clock(settings, entry, value),
        ["policy.default_zone"] = (binder, settings, entry, value) => binder.DefaultZone(settings, entry, value),
        ["policy.horizon"] = (binder, settings, entry, value) => binder.Horizon(settings, entry, value),
    };

    private static string KnownCountries => string.Join(", ", IdentifierRules.Default.Phones.CountryCodes.Order(StringComparer.Ordinal));

    private static IEnumerable<string> AllKeys => Keys.Keys.Concat(KafkaKeys.All.Keys);

    private readonly List<string> _faults = [];

    /// <summary>True for a key that holds keys: <c>policy</c>.</summary>
    public static bool IsGroup(string key) =>
        key == KafkaKeys.PropertiesGroup || AllKeys.Any(known => known.StartsWith(key + ".", StringComparison.Ordinal));

    /// <exception cref="VerbException">Anything is wrong with any entry; the text has a line for each fault.</exception>
    public Settings Bind(IEnumerable<SettingEntry> entries)
    {
        Settings settings = new();
        foreach (SettingEntry entry in entries)
        {
            settings = Bind(settings, entry);
        }

        if (_faults.Count == 0 && KafkaKeys.Missing(settings) is { } missing)
        {
            _faults.Add(missing);
        }

        return _faults.Count == 0 ? settings : throw VerbException.Usage("the configuration is wrong:\n" + string.Join('\n', _faults));
    }

    private Settings Bind(Settings settings, SettingEntry entry)
    {
        if (NotBuiltKeys.Any(key => entry.Key == key || entry.Key.StartsWith(key + ".", StringComparison.Ordinal)))
        {
            return Fault(settings, entry, "is not built yet; remove it");
        }

        Func<SettingsBinder, Settings, SettingEntry, string, Settings>? bind = Keys.GetValueOrDefault(entry.Key) ?? OfKafka(KafkaKeys.Find(entry.Key));
        if (bind is null)
        {
            string near = Spelling.Nearest(entry.Key, AllKeys) is { } key ? $"; did you mean '{key}'?" : "";
            return Fault(settings, entry, $"is not a key of the configuration{near}; allowed: {string.Join(", ", AllKeys)}, feeds");
        }

        return entry.Value is null
            ? Fault(settings, entry, $"takes one value, found {entry.Found}")
            : Substitute(entry) is { } value && Unfold(entry, value) is { } unfolded ? bind(this, settings, entry, unfolded) : settings;
    }

    private static Func<SettingsBinder, Settings, SettingEntry, string, Settings>? OfKafka(KafkaKeys.Setter? setter) => setter is null
        ? null
        : (binder, settings, entry, value) =>
        {
            Settings changed = settings;
            return setter(ref changed, value) is { } fault ? binder.Fault(changed, entry, fault) : changed;
        };

    private Settings Engine(Settings settings, SettingEntry entry, string value) => value switch
    {
        "embedded" => settings with { Engine = EngineKind.Embedded },
        "kafka" => settings with { Engine = EngineKind.Kafka },
        _ => Fault(settings, entry, $"is '{value}'; allowed: embedded, kafka"),
    };

    private Settings Clock(Settings settings, SettingEntry entry, string value) => value switch
    {
        "utc" => settings with { IsPersonClock = false },
        "person" => settings with { IsPersonClock = true },
        _ => Fault(settings, entry, $"is '{value}'; allowed: person, utc"),
    };

    private Settings DefaultZone(Settings settings, SettingEntry entry, string value) => ZoneNames.Default.TryGetNumber(value, out _)
        ? settings with { DefaultZone = value }
        : Fault(settings, entry, $"is '{value}'; allowed: the name of an IANA time zone, such as Europe/Berlin or UTC");

    private Settings DefaultCountry(Settings settings, SettingEntry entry, string value) => IdentifierRules.Default.Phones.KnowsCountry(value)
        ? settings with { DefaultCountry = value.ToUpperInvariant() }
        : Fault(settings, entry, $"is '{value}'; allowed: the ISO 3166 code of a country whose phone numbers are known: {KnownCountries}");

    private Settings Horizon(Settings settings, SettingEntry entry, string value)
    {
        Match match = Duration().Match(value);
        if (match.Success)
        {
            long minutes = long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * match.Groups[2].Value switch { "m" => 1, "h" => 60, _ => 1440 };
            if (minutes >= 1 && minutes <= MaxHorizon.TotalMinutes)
            {
                return settings with { Horizon = TimeSpan.FromMinutes(minutes) };
            }
        }

        return Fault(settings, entry, $"is '{value}'; allowed: 1m to 24h, a whole number followed by m, h or d, for example 60m");
    }

    private Settings IdentityKey(Settings settings, SettingEntry entry, string value)
    {
        // The value itself stays out of the text: it is a secret.
        return value.Length == KeyHexDigits && value.All(char.IsAsciiHexDigit)
            ? settings with { IdentityKey = Convert.FromHexString(value) }
            : Fault(settings, entry, $"has {value.Length} characters; allowed: {KeyHexDigits} hexadecimal digits, or file:PATH of a file that holds them");
    }

    private Settings Listen(Settings settings, SettingEntry entry, string value)
    {
        string address = value.StartsWith("localhost:", StringComparison.Ordinal) ? "127.0.0.1" + value["localhost".Length..] : value;
        bool hasPort = address.LastIndexOf(':') is var colon && colon > address.LastIndexOf(']') && (address.StartsWith('[') || address.IndexOf(':', StringComparison.Ordinal) == colon);
        if (!hasPort || !IPEndPoint.TryParse(address, out IPEndPoint? listen))
        {
            return Fault(settings, entry, $"is '{value}'; allowed: ADDRESS:PORT, for example 127.0.0.1:8001");
        }

        return IPAddress.IsLoopback(listen.Address)
            ? settings with { Listen = listen }
            : Fault(settings, entry, $"is '{value}'; other machines can only be served with http.keys, which is not built yet; allowed: 127.0.0.1 or [::1] and a port");
    }

    /// <summary>The value of a secret that names a file is what the file holds.</summary>
    private string? Unfold(SettingEntry entry, string value)
    {
        bool isSecret = entry.Key == IdentityKeyName || RegistryKeys.IsSecret(entry.Key);
        if (!isSecret || !value.StartsWith(FilePrefix, StringComparison.Ordinal))
        {
            return value;
        }

        string path = Path.GetFullPath(value[FilePrefix.Length..], folder);
        if (File.Exists(path) && new FileInfo(path).Length <= MaxSecretFileBytes)
        {
            return File.ReadAllText(path).Trim();
        }

        _faults.Add($"{entry.Where}: {entry.Key} names the file '{path}', which is missing or larger than {MaxSecretFileBytes} bytes");
        return null;
    }

    private string? Substitute(SettingEntry entry)
    {
        string? missing = null;
        string value = Variable().Replace(entry.Value!, match =>
        {
            string? found = variables(match.Groups[1].Value);
            missing ??= found is null ? match.Groups[1].Value : null;
            return found ?? "";
        });
        if (missing is null)
        {
            return value;
        }

        _faults.Add($"{entry.Where}: {entry.Key} names the environment variable {missing}, which is not set");
        return null;
    }

    private Settings Fault(Settings settings, SettingEntry entry, string fault)
    {
        _faults.Add($"{entry.Where}: {entry.Key} {fault}");
        return settings;
    }

    [GeneratedRegex("^([0-9]{1,6})([mhd])$", RegexOptions.CultureInvariant)]
    private static partial Regex Duration();

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
