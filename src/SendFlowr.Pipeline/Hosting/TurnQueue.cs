using System.Diagnostics.CodeAnalysis;

namespace SendFlowr.Pipeline.Hosting;

/// <summary>Turns in the order they came, handed from any thread to the one that runs them. Its owner bounds it.</summary>
internal sealed class TurnQueue
{
    private readonly object _lock = new();
    private readonly Queue<EngineTurn> _turns = new();
    private bool _isClosed;

    /// <summary>True when nothing is taken in any more and nothing waits.</summary>
    public bool IsFinished
    {
        get
        {
            lock (_lock)
            {
                return _isClosed && _turns.Count == 0;
            }
        }
    }

    /// <summary>False when the queue is closed.</summary>
    public bool TryAdd(EngineTurn turn)
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _turns.Enqueue(turn);
            Monitor.Pulse(_lock);
            return true;
        }
    }

    public bool TryTake([NotNullWhen(true)] out EngineTurn? turn)
    {
        lock (_lock)
        {
            return _turns.TryDequeue(out turn);
        }
    }

    /// <summary>Returns when a turn waits, the queue is closed, or the time is over.</summary>
    public void Wait(TimeSpan atMost)
    {
        lock (_lock)
        {
            if (_turns.Count == 0 && !_isClosed && atMost > TimeSpan.Zero)
            {
                Monitor.Wait(_lock, atMost);
            }
        }
    }

    /// <summary>From now on nothing is taken in; what waits stays.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _isClosed = true;
            Monitor.PulseAll(_lock);
        }
    }
}
