using SendFlowr.Streams.Buffers;

namespace SendFlowr.Streams.Logs;

/// <summary>A topic as the log knows it; its place in the catalog is its number in frames.</summary>
internal sealed record CatalogTopic(string Name, int Partitions);

/// <summary>A topology as the log knows it; its place in the catalog is its number in frames.</summary>
internal sealed record CatalogTopology(
    string Name, ulong Hash, int Partitions, IReadOnlyList<string> Sources, IReadOnlyList<string> Tables);

/// <summary>What the numbers in frames mean. Entries are only ever added. Immutable.</summary>
internal sealed record LogCatalog(IReadOnlyList<CatalogTopic> Topics, IReadOnlyList<CatalogTopology> Topologies)
{
    public static LogCatalog Empty { get; } = new([], []);

    public void Write(GrowableBytes target)
    {
        target.WriteInt32(Topics.Count);
        foreach (CatalogTopic topic in Topics)
        {
            target.WriteText(topic.Name);
            target.WriteInt32(topic.Partitions);
        }

        target.WriteInt32(Topologies.Count);
        foreach (CatalogTopology topology in Topologies)
        {
            target.WriteText(topology.Name);
            target.WriteUInt64(topology.Hash);
            target.WriteInt32(topology.Partitions);
            WriteNames(target, topology.Sources);
            WriteNames(target, topology.Tables);
        }
    }

    public static LogCatalog Read(ref ByteReader reader)
    {
        var topics = new CatalogTopic[reader.ReadCount()];
        for (int topic = 0; topic < topics.Length; topic++)
        {
            topics[topic] = new CatalogTopic(reader.ReadText(), reader.ReadInt32());
        }

        var topologies = new CatalogTopology[reader.ReadCount()];
        for (int topology = 0; topology < topologies.Length; topology++)
        {
            topologies[topology] = new CatalogTopology(
                reader.ReadText(), reader.ReadUInt64(), reader.ReadInt32(), ReadNames(ref reader), ReadNames(ref reader));
        }

        return new LogCatalog(topics, topologies);
    }

    public int TopicNumber(string name)
    {
        for (int topic = 0; topic < Topics.Count; topic++)
        {
            if (Topics[topic].Name == name)
            {
                return topic;
            }
        }

        return -1;
    }

    private static void WriteNames(GrowableBytes target, IReadOnlyList<string> names)
    {
        target.WriteInt32(names.Count);
        foreach (string name in names)
        {
            target.WriteText(name);
        }
    }

    private static string[] ReadNames(ref ByteReader reader)
    {
        string[] names = new string[reader.ReadCount()];
        for (int name = 0; name < names.Length; name++)
        {
            names[name] = reader.ReadText();
        }

        return names;
    }
}
