using System.Text;
using System.Text.Json;

namespace SendFlowr.Connectors.Json;

/// <summary>A node of the tree of wanted paths. Built once per mapper; remembers the order in which keys come, hence not thread-safe.</summary>
internal sealed class JsonNode(int id, string path)
{
    private byte[][] keys = [];
    private JsonNode[] children = [];
    private int[] successors = [0];
    private int previous;

    /// <summary>Index into the scanner's table of what was seen in the running object.</summary>
    public int Id => id;

    /// <summary>The path as errors show it; empty for the event itself.</summary>
    public string Path => path;

    /// <summary>Where the value itself is captured, −1 when it is not.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>The list whose items are captured, −1 when this is none.</summary>
    public int List { get; set; } = -1;

    /// <summary>The tree of a list's items.</summary>
    public JsonNode? ListItem { get; set; }

    /// <summary>Wanted positions of an array; null entries are not wanted.</summary>
    public List<JsonNode?>? Positions { get; set; }

    /// <summary>Sets of names captured from this object, with their prefixes.</summary>
    public List<(int NameSet, byte[] Prefix)> NameSets { get; } = [];

    /// <summary>True when a key that is neither wanted nor in a set rejects the event.</summary>
    public bool Strict { get; set; }

    public bool HasMembers => children.Length > 0 || NameSets.Count > 0;

    /// <summary>The child of a key, made when it is not there yet.</summary>
    public JsonNode Child(string key, Func<JsonNode> create)
    {
        byte[] name = Encoding.UTF8.GetBytes(key);
        int index = Array.FindIndex(keys, other => other.AsSpan().SequenceEqual(name));
        if (index >= 0)
        {
            return children[index];
        }

        JsonNode child = create();
        keys = [.. keys, name];
        children = [.. children, child];
        successors = [.. Enumerable.Range(0, keys.Length + 1)];
        return child;
    }

    /// <summary>To be called at the start of each object.</summary>
    public void Begin() => previous = children.Length;

    /// <summary>The child of the property name the reader stands on; null when it is not wanted.</summary>
    /// <remarks>Senders write the keys of an object in one order, so the child that followed last time is tried first.</remarks>
    public JsonNode? Find(ref Utf8JsonReader reader)
    {
        int index = successors[previous];
        if (reader.ValueIsEscaped)
        {
            index = FindEscaped(ref reader);
        }
        else if (index >= keys.Length || !reader.ValueSpan.SequenceEqual(keys[index]))
        {
            index = FindPlain(reader.ValueSpan);
        }

        if (index < 0)
        {
            return null;
        }

        successors[previous] = index;
        previous = index;
        return children[index];
    }

    private int FindPlain(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            if (name.SequenceEqual(keys[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private int FindEscaped(ref Utf8JsonReader reader)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            if (reader.ValueTextEquals(keys[i]))
            {
                return i;
            }
        }

        return -1;
    }
}
