using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Normalize;

/// <summary>Stands at the feed of a process that feeds nothing, and says so if something is fed all the same.</summary>
internal sealed class IdleProcessor : IProcessor
{
    public void Init(IProcessorContext context)
    {
    }

    public void Process(in Record record) =>
        throw new InvalidOperationException("This pipeline was opened without a connector, so it cannot take documents.");

    public void Punctuate(long nowMilliseconds)
    {
    }
}
