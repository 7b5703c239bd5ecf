using SendFlowr.Model.Time;
using SendFlowr.Server.Problems;

namespace SendFlowr.Server.Inputs;

/// <summary>The fields that were given, checked against their table. Not thread-safe while it is filled.</summary>
public sealed class InputValues
{
    private readonly InputTable _table;
    private readonly List<InputValue> _values = [];
    private ulong _given;

    public InputValues(InputTable table) => _table = table;

    /// <summary>The values in the order given; fields that were null are not among them.</summary>
    public IReadOnlyList<InputValue> All => _values;

    /// <summary>The items of the list of identifiers, when there is one.</summary>
    public IReadOnlyList<InputValues> Items { get; internal set; } = [];

    public InputTable Table => _table;

    public bool Has(string name) => TryFind(name, out _);

    public string? Text(string name) => TryFind(name, out InputValue value) ? value.Text : null;

    public string Text(string name, string otherwise) => Text(name) ?? otherwise;

    public long? Whole(string name) => TryFind(name, out InputValue value) ? value.Whole : null;

    public double? Number(string name) => TryFind(name, out InputValue value) ? value.Number : null;

    public Timestamp? Instant(string name) => TryFind(name, out InputValue value) ? new Timestamp(value.Whole) : null;

    public bool Flag(string name) => TryFind(name, out InputValue value) && value.Whole != 0;

    /// <summary>Notes that a field is there; false when it was there before.</summary>
    internal bool Mark(int place)
    {
        ulong bit = 1UL << place;
        bool first = (_given & bit) == 0;
        _given |= bit;
        return first;
    }

    internal void Add(InputValue value) => _values.Add(value);

    /// <summary>Refuses when a required field is missing.</summary>
    /// <param name="prefix">Path of the object within the body; empty for the body itself.</param>
    internal InputValues Complete(string prefix)
    {
        foreach (InputField field in _table.Fields)
        {
            if (field.IsRequired && !Has(field.Name))
            {
                throw new RefusedException(
                    ProblemType.MissingField, $"'{prefix}{field.Name}' is required: {field.Description}", prefix + field.Name);
            }
        }

        return this;
    }

    private bool TryFind(string name, out InputValue found)
    {
        int place = _table.PlaceOf(name);
        foreach (InputValue value in _values)
        {
            if (value.Place == place)
            {
                found = value;
                return true;
            }
        }

        found = default;
        return false;
    }
}

/// <summary>One value that was given.</summary>
/// <param name="Place">Position of its field in the table.</param>
/// <param name="Text">Of texts and choices; empty otherwise.</param>
/// <param name="Whole">Of whole numbers, of instants (epoch milliseconds), of flags (0 or 1).</param>
/// <param name="Number">Of numbers.</param>
public readonly record struct InputValue(int Place, string Text, long Whole, double Number);
