using SendFlowr.Model.Identity;
using SendFlowr.Model.Latency;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Person;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>What a question is answered from: the committed tables, with the priors and lanes in force at hand.</summary>
/// <remarks>Safe for all threads, each with a scratch of its own. Nothing about a person is kept.</remarks>
internal sealed class DecisionSources
{
    private readonly PipelineHost _host;
    private readonly PriorsCache _priors;
    private readonly LaneCache _lanes;

    public DecisionSources(PipelineHost host)
    {
        _host = host;
        _priors = new PriorsCache(host);
        _lanes = new LaneCache(host);
    }

    public DecisionFacts Read(TimingQuestion question, NodeId person, DecisionScratch scratch) => new()
    {
        TimingRow = Row(person, PersonTables.Timing, scratch),
        SignalRow = Row(person, PersonTables.Signals, scratch),
        Lane = _lanes.SummaryOf(new Lane(question.Provider, question.Channel), ref scratch.Rows),
        Priors = _priors.InForce(),
        Rules = _host.Options.Rules,
        HorizonMinutes = _host.Options.HorizonMinutes,
    };

    private byte[] Row(NodeId person, string table, DecisionScratch scratch)
    {
        Span<byte> key = stackalloc byte[NodeId.SizeBytes];
        person.Write(key);
        int partition = Partitioner.PartitionFor(key, _host.Engine.PartitionCount(PersonTopology.Name));
        return _host.Engine.Get(PersonTopology.Name, partition, table, new RowKey(person.High, person.Low), ref scratch.Rows, out int length)
            ? scratch.Rows[..length]
            : [];
    }
}
