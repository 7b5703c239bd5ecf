using System.Collections.Concurrent;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>Hands out scratch space to whichever thread decides, and keeps a few of them. Safe for all threads.</summary>
internal sealed class DecisionScratchPool : IDisposable
{
    private readonly ConcurrentQueue<DecisionScratch> _idle = new();
    private readonly PipelineHost _host;
    private readonly int _most = 2 * Environment.ProcessorCount;
    private bool _isDisposed;

    public DecisionScratchPool(PipelineHost host) => _host = host;

    public DecisionScratch Rent()
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _isDisposed), this);
        return _idle.TryDequeue(out DecisionScratch? scratch) ? scratch : new DecisionScratch(_host.CreateHasher());
    }

    public void Return(DecisionScratch scratch)
    {
        if (Volatile.Read(ref _isDisposed) || _idle.Count >= _most)
        {
            scratch.Dispose();
        }
        else
        {
            _idle.Enqueue(scratch);
        }
    }

    public void Dispose()
    {
        Volatile.Write(ref _isDisposed, true);
        while (_idle.TryDequeue(out DecisionScratch? scratch))
        {
            scratch.Dispose();
        }
    }
}
