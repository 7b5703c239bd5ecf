using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tasks;

/// <summary>What one processor of a task may use: the tables and sinks its definition lists, and nothing else.</summary>
internal sealed class ProcessorContext(StreamTask task, ProcessorDefinition definition) : IProcessorContext
{
    public TaskId Task => task.Id;

    public int PartitionCount => task.PartitionCount;

    public long StreamTimeMilliseconds => task.StreamTime;

    public long NowMilliseconds => task.Now;

    public bool IsCaughtUp => task.IsCaughtUp;

    public ITable Table(string name) =>
        definition.Tables.Contains(name, StringComparer.Ordinal) ? task.Table(name) : throw Unlisted("table", name);

    public ISink Sink(string name) =>
        definition.Sinks.Contains(name, StringComparer.Ordinal) ? task.Sink(name) : throw Unlisted("sink", name);

    public void RequestPunctuation() => task.IsPunctuationRequested = true;

    private TopologyException Unlisted(string kind, string name) =>
        new($"Processor '{definition.Name}' asks for the {kind} '{name}', which its definition does not list; add it to AddProcessor.");
}
