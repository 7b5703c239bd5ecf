namespace SendFlowr.Streams.Topologies;

/// <summary>
/// Collects the parts of a topology and checks them in <see cref="Build"/>. Not safe for use by several threads.
/// </summary>
/// <remarks>
/// Names are 1 to 128 of the characters a-z, A-Z, 0-9, '.', '_' and '-', unique among the sources, among the tables,
/// among the processors and among the sinks. Every source, table and sink must be used by a processor.
/// </remarks>
public sealed class TopologyBuilder
{
    /// <summary>Most tasks a topology may have.</summary>
    public const int MaxPartitions = 4096;

    private const int MaxNameLength = 128;
    private const int MaxParts = 1024;

    private readonly string _name;
    private readonly List<SourceDefinition> _sources = [];
    private readonly List<string> _tables = [];
    private readonly List<ProcessorDefinition> _processors = [];
    private readonly List<SinkDefinition> _sinks = [];

    public TopologyBuilder(string name)
    {
        CheckName("topology", name);
        _name = name;
    }

    /// <summary>A source that reads a topic; for <see cref="SourceKind.Feed"/> the topic is not used (see <see cref="AddFeed"/>).</summary>
    public TopologyBuilder AddSource(string name, string topic, SourceKind kind)
    {
        CheckName("source", name);
        if (kind == SourceKind.Feed)
        {
            topic = "";
        }
        else
        {
            CheckName("topic", topic);
        }

        _sources.Add(new SourceDefinition(name, topic, kind));
        return this;
    }

    /// <summary>A source whose records the process hands in.</summary>
    public TopologyBuilder AddFeed(string name) => AddSource(name, "", SourceKind.Feed);

    public TopologyBuilder AddTable(string name)
    {
        CheckName("table", name);
        _tables.Add(name);
        return this;
    }

    /// <summary>
    /// A processor. A record goes to every processor that lists its source, in the order the processors were added;
    /// several processors may share a table or a sink. <paramref name="create"/> is called once per task, and again after an abort.
    /// </summary>
    public TopologyBuilder AddProcessor(
        string name,
        Func<IProcessor> create,
        IReadOnlyList<string> sources,
        IReadOnlyList<string> tables,
        IReadOnlyList<string> sinks)
    {
        CheckName("processor", name);
        ArgumentNullException.ThrowIfNull(create);
        _processors.Add(new ProcessorDefinition(name, create, [.. sources], [.. tables], [.. sinks]));
        return this;
    }

    public TopologyBuilder AddSink(string name, string topic)
    {
        CheckName("sink", name);
        CheckName("topic", topic);
        _sinks.Add(new SinkDefinition(name, topic));
        return this;
    }

    /// <summary>Checks everything and makes the topology.</summary>
    /// <param name="partitions">
    /// The number of tasks, for a topology without partitioned sources; otherwise left out, since their topics decide.
    /// </param>
    /// <exception cref="TopologyException">A name is used twice, unknown or unused, or the partitions are given wrongly.</exception>
    public Topology Build(int? partitions = null)
    {
        CheckUnique("source", _sources.Select(source => source.Name));
        CheckUnique("table", _tables);
        CheckUnique("processor", _processors.Select(processor => processor.Name));
        CheckUnique("sink", _sinks.Select(sink => sink.Name));
        CheckUnique("topic read by a source", _sources.Where(source => source.Kind != SourceKind.Feed).Select(source => source.Topic));
        CheckPartitions(partitions);
        CheckReferences("source", _sources.Select(source => source.Name), processor => processor.Sources);
        CheckReferences("table", _tables, processor => processor.Tables);
        CheckReferences("sink", _sinks.Select(sink => sink.Name), processor => processor.Sinks);
        ProcessorDefinition? idle = _processors.Find(processor => processor.Sources.Count == 0);
        if (idle is not null)
        {
            throw Error($"processor '{idle.Name}' reads no source; give it at least one");
        }

        return new Topology(_name, partitions, [.. _sources], [.. _tables], [.. _processors], [.. _sinks]);
    }

    private void CheckPartitions(int? partitions)
    {
        bool partitioned = _sources.Exists(source => source.Kind == SourceKind.Partitioned);
        if (partitioned && partitions is not null)
        {
            throw Error($"partitions was given as {partitions}, but the topics of its partitioned sources decide; leave it out");
        }

        if (!partitioned && partitions is null)
        {
            throw Error("it has no partitioned source, so the number of its tasks is unknown; give partitions to Build");
        }

        if (partitions is < 1 or > MaxPartitions)
        {
            throw Error($"partitions is {partitions}; it must be 1 to {MaxPartitions}");
        }

        int parts = _sources.Count + _tables.Count + _processors.Count + _sinks.Count;
        if (_processors.Count == 0 || parts > MaxParts)
        {
            throw Error($"it has {_processors.Count} processors and {parts} parts; it needs 1 processor or more and {MaxParts} parts at most");
        }
    }

    private void CheckUnique(string kind, IEnumerable<string> names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            if (!seen.Add(name))
            {
                throw Error($"{kind} '{name}' is there twice; names must differ");
            }
        }
    }

    private void CheckReferences(string kind, IEnumerable<string> declared, Func<ProcessorDefinition, IReadOnlyList<string>> used)
    {
        var known = new HashSet<string>(declared, StringComparer.Ordinal);
        var unused = new HashSet<string>(known, StringComparer.Ordinal);
        foreach (ProcessorDefinition processor in _processors)
        {
            CheckUnique($"{kind} of processor '{processor.Name}':", used(processor));
            foreach (string name in used(processor))
            {
                if (!known.Contains(name))
                {
                    throw Error($"processor '{processor.Name}' names the unknown {kind} '{name}'; add it, or correct the name");
                }

                unused.Remove(name);
            }
        }

        if (unused.Count > 0)
        {
            throw Error($"{kind} '{unused.Order(StringComparer.Ordinal).First()}' is used by no processor; use it or remove it");
        }
    }

    private TopologyException Error(string what) => new($"Topology '{_name}' cannot be built: {what}.");

    private static void CheckName(string kind, string name)
    {
        bool legal = name is { Length: > 0 and <= MaxNameLength }
            && name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');
        if (!legal)
        {
            throw new TopologyException(
                $"The {kind} name '{name}' is not legal: use 1 to {MaxNameLength} of the characters a-z, A-Z, 0-9, '.', '_' and '-'.");
        }
    }
}
