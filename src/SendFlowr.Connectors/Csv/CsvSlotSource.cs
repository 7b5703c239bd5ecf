using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Evaluation;

namespace SendFlowr.Connectors.Csv;

/// <summary>Binds the paths of a definition to the columns of one header, and collects what does not fit.</summary>
internal sealed class CsvSlotSource : ISlotSource
{
    private readonly CsvHeader header;
    private readonly Dictionary<string, int> slots = new(StringComparer.Ordinal);
    private readonly List<(int NameSet, int Column)> namedColumns = [];
    private readonly HashSet<int> prefixed = [];
    private readonly List<string> problems = [];
    private int nameSets;

    public CsvSlotSource(CsvHeader header)
    {
        this.header = header;
        ColumnSlots = new int[header.Columns.Count];
        Array.Fill(ColumnSlots, -1);
    }

    /// <summary>For each column its slot, −1 for one that is not wanted.</summary>
    public int[] ColumnSlots { get; }

    /// <summary>The slot of the record itself, −1 when no path is <c>.</c> or <c>$</c>.</summary>
    public int RecordSlot { get; private set; } = -1;

    public IReadOnlyList<(int NameSet, int Column)> NamedColumns => namedColumns;

    /// <summary>What the header lacks, in words; empty when the definition fits.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>The first column that no path and no prefix wants, −1 when there is none.</summary>
    public int FirstUnwanted
    {
        get
        {
            for (int i = 0; i < ColumnSlots.Length; i++)
            {
                if (ColumnSlots[i] < 0 && !prefixed.Contains(i))
                {
                    return i;
                }
            }

            return -1;
        }
    }

    public int Slot(DocumentPath path, bool optional)
    {
        string name = path.ColumnName;
        if (slots.TryGetValue(name, out int slot))
        {
            return slot;
        }

        slot = slots.Count;
        slots.Add(name, slot);
        int column = header.IndexOf(name);
        if (column >= 0)
        {
            ColumnSlots[column] = slot;
        }
        else if (name is "." or "$")
        {
            RecordSlot = slot;
        }
        else if (column == -2)
        {
            problems.Add($"the header names the column '{name}' twice");
        }
        else if (!optional)
        {
            problems.Add($"the header has no column '{name}'");
        }

        return slot;
    }

    public int List(DocumentPath path)
    {
        problems.Add($"the definition reads a list ('each: {path}'), which CSV has not");
        return 0;
    }

    public int ItemSlot(int list, DocumentPath path) => 0;

    public int NameSet(DocumentPath? path, string prefix)
    {
        if (path is not null)
        {
            problems.Add($"the definition takes attributes from the object '{path}', which CSV has not; leave out 'path'");
        }

        for (int i = 0; i < header.Columns.Count; i++)
        {
            if (header.Columns[i].StartsWith(prefix, StringComparison.Ordinal) && header.Columns[i].Length > 0)
            {
                namedColumns.Add((nameSets, i));
                prefixed.Add(i);
            }
        }

        return nameSets++;
    }

    public FieldTable CreateTable() => new(0, slots.Count, [1], nameSets);
}
