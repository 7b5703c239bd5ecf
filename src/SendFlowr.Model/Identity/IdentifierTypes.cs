using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SendFlowr.Model.Identity;

/// <summary>The identifier table: every type, and every name under which one may be given. Immutable, thread-safe.</summary>
public sealed class IdentifierTypes
{
    public const string EmailHash = "email_hash";
    public const string PhoneNumber = "phone_number";

    /// <summary>The source of an identifier of which there is only one issuer.</summary>
    public const string DefaultSource = "default";

    private readonly Utf8Table<IdentifierEntry> entriesByName;

    internal IdentifierTypes(IReadOnlyList<IdentifierType> types, IReadOnlyList<IdentifierEntry> entries)
    {
        All = types;
        EntryNames = [.. entries.Select(entry => entry.Name)];
        entriesByName = new([.. entries.Select(entry => KeyValuePair.Create(entry.Name, entry))]);
    }

    /// <summary>The table of the built-in data file.</summary>
    public static IdentifierTypes Default => IdentifierRules.Default.Types;

    /// <summary>The types in the order of the data file: greatest authority first.</summary>
    public IReadOnlyList<IdentifierType> All { get; }

    /// <summary>Every name that <see cref="TryGetEntry(ReadOnlySpan{byte}, out IdentifierEntry)"/> knows.</summary>
    public IReadOnlyList<string> EntryNames { get; }

    /// <summary>Looks up a name as senders write it (<c>email</c> as well as <c>email_hash</c>), in UTF-8. Allocates nothing.</summary>
    public bool TryGetEntry(ReadOnlySpan<byte> name, [NotNullWhen(true)] out IdentifierEntry? entry) =>
        entriesByName.TryGet(name, out entry!);

    /// <inheritdoc cref="TryGetEntry(ReadOnlySpan{byte}, out IdentifierEntry)"/>
    public bool TryGetEntry(ReadOnlySpan<char> name, [NotNullWhen(true)] out IdentifierEntry? entry)
    {
        Span<byte> bytes = stackalloc byte[64];
        if (Encoding.UTF8.TryGetBytes(name, bytes, out int count))
        {
            return TryGetEntry(bytes[..count], out entry);
        }

        entry = null;
        return false;
    }

    /// <summary>Looks up the name of a type as it stands in canonical events; entry forms such as <c>email</c> are not types.</summary>
    public bool TryGet(ReadOnlySpan<char> name, [NotNullWhen(true)] out IdentifierType? type)
    {
        type = TryGetEntry(name, out IdentifierEntry? entry) && entry.Name == entry.Type.Name ? entry.Type : null;
        return type is not null;
    }
}
