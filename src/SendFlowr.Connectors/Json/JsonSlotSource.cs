using System.Text;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Evaluation;

namespace SendFlowr.Connectors.Json;

/// <summary>Builds the trees of wanted paths while a definition is compiled for JSON. Slots of the whole document come before those of the event.</summary>
internal sealed class JsonSlotSource : ISlotSource
{
    private readonly List<int> listWidths = [];
    private readonly List<JsonNode> listItems = [];
    private readonly bool strict;
    private readonly int eventBase;
    private int nodes;
    private int documentSlots;
    private int eventSlots;
    private int nameSets;

    /// <param name="splits">True when events are cut out of a document, which is then a tree of its own.</param>
    /// <param name="strict">True when an unknown key rejects the event.</param>
    public JsonSlotSource(bool splits, bool strict)
    {
        this.strict = strict;
        eventBase = splits ? MappingLimits.DocumentPaths + 1 : 0;
        EventRoot = New("", strict);
        DocumentRoot = splits ? New("", strictNode: false) : EventRoot;
    }

    public JsonNode EventRoot { get; }

    /// <summary>The same as <see cref="EventRoot"/> without a split.</summary>
    public JsonNode DocumentRoot { get; }

    public int NodeCount => nodes;

    public int Slot(DocumentPath path, bool optional)
    {
        bool ofDocument = path.FromRoot && DocumentRoot != EventRoot;
        JsonNode node = ofDocument ? Descend(DocumentRoot, path, "$", strictNodes: false) : Descend(EventRoot, path, "", strict);
        if (node.Slot < 0)
        {
            node.Slot = ofDocument ? documentSlots++ : eventBase + eventSlots++;
        }

        return node.Slot;
    }

    public int List(DocumentPath path)
    {
        JsonNode node = Descend(EventRoot, path, "", strict);
        if (node.List < 0)
        {
            node.List = listWidths.Count;
            node.ListItem = New("", strict);
            listWidths.Add(0);
            listItems.Add(node.ListItem);
        }

        return node.List;
    }

    public int ItemSlot(int list, DocumentPath path)
    {
        JsonNode node = Descend(listItems[list], path, "", strict);
        if (node.Slot < 0)
        {
            node.Slot = listWidths[list]++;
        }

        return node.Slot;
    }

    public int NameSet(DocumentPath? path, string prefix)
    {
        JsonNode node = path is null ? EventRoot : Descend(EventRoot, path, "", strict);
        node.NameSets.Add((nameSets, Encoding.UTF8.GetBytes(prefix)));
        return nameSets++;
    }

    /// <summary>The slot of the array to split; a slot of the document.</summary>
    public int SplitSlot(DocumentPath path)
    {
        JsonNode node = Descend(DocumentRoot, path, "$", strictNodes: false);
        return node.Slot >= 0 ? node.Slot : node.Slot = documentSlots++;
    }

    public FieldTable CreateTable() => new(eventBase, eventSlots, listWidths, nameSets);

    private JsonNode Descend(JsonNode node, DocumentPath path, string prefix, bool strictNodes)
    {
        StringBuilder text = new(prefix);
        foreach (PathStep step in path.Steps)
        {
            text.Append(step.Key is null ? $"[{step.Index}]" : text.Length == 0 ? step.Key : "." + step.Key);
            string place = text.ToString();
            node = step.Key is not null
                ? node.Child(step.Key, () => New(place, strictNodes))
                : Position(node, step.Index, place, strictNodes);
        }

        return node;
    }

    private JsonNode Position(JsonNode node, int index, string place, bool strictNodes)
    {
        node.Positions ??= [];
        while (node.Positions.Count <= index)
        {
            node.Positions.Add(null);
        }

        return node.Positions[index] ??= New(place, strictNodes);
    }

    private JsonNode New(string place, bool strictNode) => new(nodes++, place) { Strict = strictNode };
}
