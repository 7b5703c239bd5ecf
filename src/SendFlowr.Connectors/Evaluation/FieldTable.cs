using SendFlowr.Connectors.Definitions;

namespace SendFlowr.Connectors.Evaluation;

/// <summary>What one pass over a document found: a capture for every wanted path, list and set of names. Reused; not thread-safe.</summary>
internal sealed class FieldTable
{
    private readonly int eventStart;

    /// <param name="eventStart">Slots before this one belong to the whole document.</param>
    /// <param name="eventSlots">Number of paths within the event.</param>
    /// <param name="listWidths">For each list the number of paths within an item.</param>
    /// <param name="nameSets">Number of sets of names.</param>
    public FieldTable(int eventStart, int eventSlots, IReadOnlyList<int> listWidths, int nameSets)
    {
        this.eventStart = eventStart;
        Slots = new Capture[eventStart + eventSlots];
        Lists = [.. listWidths.Select(width => new ListCapture(width))];
        NameSets = [.. Enumerable.Range(0, nameSets).Select(_ => new List<NamedCapture>())];
    }

    public Capture[] Slots { get; }

    public ListCapture[] Lists { get; }

    public List<NamedCapture>[] NameSets { get; }

    public void ClearEvent()
    {
        Array.Clear(Slots, eventStart, Slots.Length - eventStart);
        foreach (ListCapture list in Lists)
        {
            list.Clear();
        }

        foreach (List<NamedCapture> names in NameSets)
        {
            names.Clear();
        }
    }

    public void ClearDocument() => Array.Clear(Slots, 0, eventStart);
}

/// <summary>The items of one wanted array: a row of captures each. Items beyond the limit are counted, not kept.</summary>
internal sealed class ListCapture(int width)
{
    public const int MaxItems = MappingLimits.Identifiers;

    private readonly Capture[] items = new Capture[MaxItems * width];
    private readonly CaptureKind[] kinds = new CaptureKind[MaxItems];

    /// <summary>What stands where the array should.</summary>
    public CaptureKind Kind { get; set; }

    public int Count { get; set; }

    /// <summary>The row of an item below <see cref="MaxItems"/>.</summary>
    public Span<Capture> Row(int index) => items.AsSpan(index * width, width);

    public Capture[] Buffer => items;

    public int Offset(int index) => index * width;

    public ref CaptureKind KindOf(int index) => ref kinds[index];

    public void Clear()
    {
        if (Count > 0)
        {
            Array.Clear(items, 0, Math.Min(Count, MaxItems) * width);
        }

        Count = 0;
        Kind = CaptureKind.None;
    }
}
