using SendFlowr.Streams.Records;


namespace SendFlowr.Pipeline.Decisions;

/// <summary>Decisions that become durable together. Filled under the lock of its journal; nothing is added once it is told.</summary>
internal sealed class DecisionGroup(RecordBatch batch) : IThreadPoolWorkItem
{
    /// <summary>So many are told by one thread before another is worth waking.</summary>
    private const int WaitersPerThread = 4;

    private readonly List<TaskCompletionSource> _waiters = [];
    private Exception? _failure;
    private int _told;

    public RecordBatch Batch => batch;

    public long NewestMilliseconds { get; private set; }

    /// <summary>Takes a record; the task completes when the group is told.</summary>
    public Task Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> record, long createdMilliseconds)
    {
        batch.Add(key, record, createdMilliseconds);
        NewestMilliseconds = Math.Max(NewestMilliseconds, createdMilliseconds);
        TaskCompletionSource waiter = new();
        _waiters.Add(waiter);
        return waiter.Task;
    }

    /// <summary>Completes the tasks of all, or fails them, in a few threads of the pool.</summary>
    /// <remarks>
    /// What waits for a decision goes on in those threads, one after the other, and each takes the next one that is left: a wake-up for
    /// every one of them costs more than what it then does, and one that takes long keeps nobody but its own thread.
    /// </remarks>
    public void Tell(Exception? failure)
    {
        _failure = failure;
        int threads = Math.Clamp(_waiters.Count / WaitersPerThread, Math.Min(_waiters.Count, 2), Math.Max(2, Environment.ProcessorCount));
        for (int i = 1; i < threads; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        // A caller that owns the engine itself must not be kept by others; alone in the group, it has nobody waiting yet.
        if (_waiters.Count == 1 || Thread.CurrentThread.IsThreadPoolThread)
        {
            TellNext();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute() => TellNext();

    private void TellNext()
    {
        for (int i = Interlocked.Increment(ref _told) - 1; i < _waiters.Count; i = Interlocked.Increment(ref _told) - 1)
        {
            if (_failure is null)
            {
                _waiters[i].SetResult();
            }
            else
            {
                _waiters[i].SetException(_failure);
            }
        }
    }
}
