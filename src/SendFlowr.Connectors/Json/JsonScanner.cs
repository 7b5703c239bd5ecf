using System.Text.Json;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Evaluation;
using SendFlowr.Connectors.Mapping;

namespace SendFlowr.Connectors.Json;

/// <summary>One pass over a JSON value that captures what a tree of wanted paths points at. Reused; not thread-safe.</summary>
/// <remarks>Recursion follows the tree of wanted paths, not the document, so it is as deep as the longest path.</remarks>
internal sealed class JsonScanner(FieldTable table, int nodeCount)
{
    private readonly int[] seen = new int[nodeCount];
    private Capture[] target = table.Slots;
    private int targetStart;
    private int baseOffset;
    private int generation;
    private int lastGeneration;
    private int listIndex = -1;
    private string listPath = "";

    /// <summary>The first fault of the running event that the JSON grammar allows: a key twice, or an unknown one.</summary>
    public EventFailure Failure { get; } = new();

    public bool HasFailure { get; private set; }

    /// <summary>Captures the value the reader stands on, and leaves the reader at its end.</summary>
    /// <param name="reader">Stands on the first token of the value.</param>
    /// <param name="node">The tree.</param>
    /// <param name="offset">Where the reader's bytes begin within the document.</param>
    public void Scan(ref Utf8JsonReader reader, JsonNode node, int offset)
    {
        baseOffset = offset;
        target = table.Slots;
        targetStart = 0;
        listIndex = -1;
        HasFailure = false;
        NextGeneration();
        Value(ref reader, node);
    }

    private void Value(ref Utf8JsonReader reader, JsonNode node)
    {
        JsonTokenType token = reader.TokenType;
        Capture capture = Token(ref reader, token);
        if (token == JsonTokenType.StartObject)
        {
            if (node.HasMembers)
            {
                Members(ref reader, node);
            }
            else
            {
                reader.Skip();
            }
        }
        else if (token == JsonTokenType.StartArray)
        {
            if (node.List >= 0)
            {
                Items(ref reader, node);
            }
            else if (node.Positions is not null)
            {
                Positions(ref reader, node.Positions);
            }
            else
            {
                reader.Skip();
            }
        }

        if (node.List >= 0)
        {
            table.Lists[node.List].Kind = capture.Kind;
        }

        if (node.Slot >= 0)
        {
            target[targetStart + node.Slot] = capture.Kind >= CaptureKind.Object
                ? capture with { Length = baseOffset + (int)reader.BytesConsumed - capture.Start }
                : capture;
        }
    }

    private Capture Token(ref Utf8JsonReader reader, JsonTokenType token)
    {
        int start = baseOffset + (int)reader.TokenStartIndex;
        int length = reader.ValueSpan.Length;
        return token switch
        {
            JsonTokenType.String => new Capture(
                start + 1, length, CaptureKind.Text, reader.ValueIsEscaped ? CaptureEscape.Json : CaptureEscape.None),
            JsonTokenType.Number => new Capture(start, length, CaptureKind.Number, CaptureEscape.None),
            JsonTokenType.True => new Capture(start, length, CaptureKind.True, CaptureEscape.None),
            JsonTokenType.False => new Capture(start, length, CaptureKind.False, CaptureEscape.None),
            JsonTokenType.Null => new Capture(start, length, CaptureKind.Null, CaptureEscape.None),
            JsonTokenType.StartObject => new Capture(start, 1, CaptureKind.Object, CaptureEscape.None),
            JsonTokenType.StartArray => new Capture(start, 1, CaptureKind.Array, CaptureEscape.None),
            _ => default,
        };
    }

    private void Members(ref Utf8JsonReader reader, JsonNode node)
    {
        node.Begin();
        int running = generation;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            JsonNode? child = node.Find(ref reader);
            if (node.NameSets.Count > 0)
            {
                Named(ref reader, node, child);
                continue;
            }

            if (child is null)
            {
                if (node.Strict)
                {
                    Unknown(ref reader, node);
                }

                reader.Read();
                reader.Skip();
                continue;
            }

            reader.Read();
            Child(ref reader, child, running);
        }
    }

    private void Child(ref Utf8JsonReader reader, JsonNode child, int running)
    {
        if (seen[child.Id] == running)
        {
            Fail(RejectionReason.DuplicateKey, child.Path, "the field stands twice in one object");
        }

        seen[child.Id] = running;
        Value(ref reader, child);
    }

    /// <summary>A member of an object whose members are captured with their names, and perhaps by a path as well.</summary>
    private void Named(ref Utf8JsonReader reader, JsonNode node, JsonNode? child)
    {
        Capture name = new(
            baseOffset + (int)reader.TokenStartIndex + 1,
            reader.ValueSpan.Length,
            CaptureKind.Text,
            reader.ValueIsEscaped ? CaptureEscape.Json : CaptureEscape.None);
        ReadOnlySpan<byte> text = reader.ValueSpan;
        bool wanted = child is not null;
        foreach ((int _, byte[] prefix) in node.NameSets)
        {
            wanted |= MayMatch(name, text, prefix);
        }

        if (node.Strict && !wanted)
        {
            Unknown(ref reader, node);
        }

        reader.Read();
        Capture value = Token(ref reader, reader.TokenType);
        foreach ((int nameSet, byte[] prefix) in node.NameSets)
        {
            List<NamedCapture> names = table.NameSets[nameSet];
            if (MayMatch(name, text, prefix) && names.Count <= MappingLimits.Attributes)
            {
                names.Add(new NamedCapture(name, value, null));
            }
        }

        if (child is not null)
        {
            Child(ref reader, child, generation);
        }
        else
        {
            reader.Skip();
        }
    }

    /// <summary>An escaped name is compared later, when it has been decoded.</summary>
    private static bool MayMatch(in Capture name, ReadOnlySpan<byte> text, byte[] prefix) =>
        name.Escape != CaptureEscape.None || text.StartsWith(prefix);

    private void Items(ref Utf8JsonReader reader, JsonNode node)
    {
        ListCapture list = table.Lists[node.List];
        list.Clear();
        Capture[] outerTarget = target;
        int outerStart = targetStart;
        int outerGeneration = generation;
        int outerIndex = listIndex;
        string outerPath = listPath;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            int index = list.Count++;
            if (index >= ListCapture.MaxItems)
            {
                reader.Skip();
                continue;
            }

            target = list.Buffer;
            targetStart = list.Offset(index);
            listIndex = index;
            listPath = node.Path;
            NextGeneration();
            if (reader.TokenType != JsonTokenType.StartObject && node.ListItem!.HasMembers)
            {
                Fail(RejectionReason.WrongType, "", "an item of the list is not an object");
                reader.Skip();
                continue;
            }

            Value(ref reader, node.ListItem!);
        }

        target = outerTarget;
        targetStart = outerStart;
        generation = outerGeneration;
        listIndex = outerIndex;
        listPath = outerPath;
    }

    private void Positions(ref Utf8JsonReader reader, List<JsonNode?> positions)
    {
        for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (index < positions.Count && positions[index] is { } wanted)
            {
                Value(ref reader, wanted);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private void Unknown(ref Utf8JsonReader reader, JsonNode node)
    {
        string name = FieldName.Printable(reader.ValueSpan);
        Fail(
            RejectionReason.UnknownField,
            node.Path.Length == 0 ? name : $"{node.Path}.{name}",
            "the connector does not know this field; check its spelling, or put it into attributes");
    }

    private void Fail(RejectionReason reason, string path, string detail)
    {
        if (!HasFailure)
        {
            string item = listIndex < 0 ? path : path.Length == 0 ? $"{listPath}[{listIndex}]" : $"{listPath}[{listIndex}].{path}";
            Failure.Set(reason, item, detail);
            HasFailure = true;
        }
    }

    private void NextGeneration()
    {
        if (lastGeneration == int.MaxValue)
        {
            Array.Clear(seen);
            lastGeneration = 0;
        }

        generation = ++lastGeneration;
    }
}
