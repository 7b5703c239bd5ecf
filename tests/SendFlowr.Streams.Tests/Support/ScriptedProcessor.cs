using SendFlowr.Streams.Topologies;

namespace SendFlowr.Streams.Tests.Support;

public delegate void RecordAction(IProcessorContext context, in Record record);

/// <summary>A processor made of two lambdas.</summary>
public sealed class ScriptedProcessor(RecordAction process, Action<IProcessorContext, long>? punctuate = null) : IProcessor
{
    private IProcessorContext? _context;

    public void Init(IProcessorContext context) => _context = context;

    public void Process(in Record record) => process(_context!, in record);

    public void Punctuate(long nowMilliseconds) => punctuate?.Invoke(_context!, nowMilliseconds);
}
