using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Driver;

/// <summary>Makes the processors of all topologies throw once in a while, after they have done their work.</summary>
internal sealed class FaultySwitch
{
    private int _callsUntilFault;

    public void Arm(int calls) => _callsUntilFault = calls;

    /// <summary>The same topology with processors that can fail; its description and hash stay.</summary>
    public Topology Wrap(Topology topology)
    {
        var builder = new TopologyBuilder(topology.Name);
        foreach (SourceDefinition source in topology.Sources)
        {
            builder.AddSource(source.Name, source.Topic, source.Kind);
        }

        foreach (string table in topology.Tables)
        {
            builder.AddTable(table);
        }

        foreach (SinkDefinition sink in topology.Sinks)
        {
            builder.AddSink(sink.Name, sink.Topic);
        }

        foreach (ProcessorDefinition processor in topology.Processors)
        {
            builder.AddProcessor(
                processor.Name, () => new FaultyProcessor(processor.Create(), this), processor.Sources, processor.Tables, processor.Sinks);
        }

        return builder.Build(topology.Partitions);
    }

    private void ThrowIfDue()
    {
        if (_callsUntilFault > 0 && --_callsUntilFault == 0)
        {
            throw new SimulatedFaultException("Simulated fault of a processor.");
        }
    }

    private sealed class FaultyProcessor(IProcessor inner, FaultySwitch faults) : IProcessor
    {
        public void Init(IProcessorContext context) => inner.Init(context);

        public void Process(in Record record)
        {
            inner.Process(in record);
            faults.ThrowIfDue();
        }

        public void Punctuate(long nowMilliseconds)
        {
            inner.Punctuate(nowMilliseconds);
            faults.ThrowIfDue();
        }

        public void Flush() => inner.Flush();
    }
}

/// <summary>What a processor throws when the simulation wants it to.</summary>
internal sealed class SimulatedFaultException(string message) : Exception(message);
