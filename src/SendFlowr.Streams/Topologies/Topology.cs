using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SendFlowr.Streams.Topologies;

/// <summary>
/// Named sources, tables, processors and sinks: what runs, independent of the driver that runs it. Made by <see cref="TopologyBuilder"/>.
/// </summary>
/// <remarks>Immutable, safe to share between threads. One task per partition; a task has its own processors and tables.</remarks>
public sealed class Topology
{
    internal Topology(
        string name,
        int? partitions,
        IReadOnlyList<SourceDefinition> sources,
        IReadOnlyList<string> tables,
        IReadOnlyList<ProcessorDefinition> processors,
        IReadOnlyList<SinkDefinition> sinks)
    {
        Name = name;
        Partitions = partitions;
        Sources = sources;
        Tables = tables;
        Processors = processors;
        Sinks = sinks;
        Hash = BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(Describe())));
    }

    public string Name { get; }

    /// <summary>Number of tasks; null when the partitions of the topics of its partitioned sources decide.</summary>
    public int? Partitions { get; }

    public IReadOnlyList<SourceDefinition> Sources { get; }

    public IReadOnlyList<string> Tables { get; }

    public IReadOnlyList<ProcessorDefinition> Processors { get; }

    public IReadOnlyList<SinkDefinition> Sinks { get; }

    /// <summary>
    /// The first 64 bits of the SHA-256 of <see cref="Describe"/>. A driver keeps it beside the data
    /// and refuses data written by another topology.
    /// </summary>
    public ulong Hash { get; }

    /// <summary>A stable text, one line per part in the order of declaration; lines end with a line feed on every system.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"topology {Name}");
        if (Partitions is { } partitions)
        {
            text.Append(CultureInfo.InvariantCulture, $" partitions {partitions}");
        }

        text.Append('\n');
        foreach (SourceDefinition source in Sources)
        {
            text.Append(source.Kind switch
            {
                SourceKind.Partitioned => $"  source {source.Name} <- {source.Topic}\n",
                SourceKind.Broadcast => $"  source {source.Name} <- {source.Topic} (broadcast)\n",
                _ => $"  source {source.Name} (feed)\n",
            });
        }

        foreach (string table in Tables)
        {
            text.Append("  table ").Append(table).Append('\n');
        }

        foreach (ProcessorDefinition processor in Processors)
        {
            text.Append("  processor ").Append(processor.Name).Append('\n');
            AppendNames(text, "    reads   ", processor.Sources);
            AppendNames(text, "    tables  ", processor.Tables);
            AppendNames(text, "    writes  ", processor.Sinks);
        }

        foreach (SinkDefinition sink in Sinks)
        {
            text.Append("  sink ").Append(sink.Name).Append(" -> ").Append(sink.Topic).Append('\n');
        }

        return text.ToString();
    }

    private static void AppendNames(StringBuilder text, string label, IReadOnlyList<string> names)
    {
        if (names.Count > 0)
        {
            text.Append(label).AppendJoin(", ", names).Append('\n');
        }
    }
}
