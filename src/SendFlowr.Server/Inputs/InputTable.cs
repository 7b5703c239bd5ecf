using System.Collections.Frozen;
using SendFlowr.Pipeline.Texts;

namespace SendFlowr.Server.Inputs;

/// <summary>The fields of one body, or the parameters of one query. Immutable, thread-safe.</summary>
public sealed class InputTable
{
    /// <summary>Greatest number of fields: which were given is kept in 64 bits.</summary>
    public const int MaxFields = 64;

    private const int MaxNameChars = 64;

    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _places;
    private readonly FrozenDictionary<string, int> _placesByName;

    public InputTable(params IEnumerable<InputField> fields)
    {
        Fields = [.. fields];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Fields.Count, MaxFields);
        _placesByName = Fields.Select((field, place) => KeyValuePair.Create(field.Name, place)).ToFrozenDictionary(StringComparer.Ordinal);
        _places = _placesByName.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyList<InputField> Fields { get; }

    /// <summary>Position of a field; −1 when it is not known.</summary>
    public int Find(ReadOnlySpan<char> name) => name.Length <= MaxNameChars && _places.TryGetValue(name, out int place) ? place : -1;

    /// <summary>Position of a field that must be in the table.</summary>
    public int PlaceOf(string name) => _placesByName[name];

    /// <summary>What to write instead of a name that is not known.</summary>
    public string Remedy(string name)
    {
        IEnumerable<string> known = Fields.Select(field => field.Name);
        return Spelling.Nearest(name, known) is { } nearest ? $"did you mean '{nearest}'?" : $"known are {string.Join(", ", known)}.";
    }
}
