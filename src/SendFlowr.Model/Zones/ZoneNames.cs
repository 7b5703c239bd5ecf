using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using SendFlowr.Model.Identity;

namespace SendFlowr.Model.Zones;

/// <summary>The names of the time zones of the IANA database, each with the number under which rows keep it. Immutable, thread-safe.</summary>
/// <remarks>From the embedded <c>Data/zones.v1.json</c>, which is only ever added to at its end: a name's number is its place there.</remarks>
public sealed class ZoneNames
{
    private const string ResourceName = "SendFlowr.Model.Data.zones.v1.json";

    private static readonly Lazy<ZoneNames> LazyDefault = new(Load);

    private readonly string[] _names;
    private readonly Utf8Table<int> _numbers;

    private ZoneNames(string[] names)
    {
        _names = names;
        _numbers = new Utf8Table<int>([.. names.Select((name, number) => KeyValuePair.Create(name, number))]);
    }

    /// <summary>The built-in names.</summary>
    public static ZoneNames Default => LazyDefault.Value;

    /// <summary>In the order of their numbers, from 0.</summary>
    public IReadOnlyList<string> All => _names;

    /// <summary>The number of a name in UTF-8, written exactly as in the database. Allocates nothing.</summary>
    public bool TryGetNumber(ReadOnlySpan<byte> name, out int number) => _numbers.TryGet(name, out number);

    /// <inheritdoc cref="TryGetNumber(ReadOnlySpan{byte}, out int)"/>
    public bool TryGetNumber([NotNullWhen(true)] string? name, out int number)
    {
        number = 0;
        return name is not null && TryGetNumber(Encoding.UTF8.GetBytes(name), out number);
    }

    private static ZoneNames Load()
    {
        using Stream stream = typeof(ZoneNames).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The assembly lacks its resource '{ResourceName}'.");
        using JsonDocument document = JsonDocument.Parse(stream);
        return new ZoneNames([.. document.RootElement.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)]);
    }
}
