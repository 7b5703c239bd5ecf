using SendFlowr.Model.Identity;
using SendFlowr.Pipeline.Hosting;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Streams.Records;

namespace SendFlowr.Pipeline.Decisions;

/// <summary>Records decisions of many threads in few transactions: what waits when the engine's turn comes is one append.</summary>
/// <remarks>Safe for all threads. The first decision of a group asks for the turn; those that come until it runs join it.</remarks>
internal sealed class DecisionJournal
{
    /// <summary>A larger group is begun anew, so that no turn is long.</summary>
    private const int MaxGroupBytes = 4 << 20;

    private readonly PipelineHost _host;
    private readonly Lock _gate = new();
    private readonly Stack<RecordBatch> _idle = new();
    private DecisionGroup? _open;

    public DecisionJournal(PipelineHost host) => _host = host;

    /// <summary>Takes a record; the task completes when it is durable, or fails with what kept it from that.</summary>
    public Task WriteAsync(NodeId person, ReadOnlySpan<byte> record, long createdMilliseconds)
    {
        Span<byte> key = stackalloc byte[NodeId.SizeBytes];
        person.Write(key);
        DecisionGroup group;
        bool isFirst;
        Task durable;
        lock (_gate)
        {
            isFirst = _open is null || _open.Batch.Bytes + record.Length > MaxGroupBytes;
            group = isFirst ? new DecisionGroup(_idle.TryPop(out RecordBatch? batch) ? batch : new RecordBatch()) : _open!;
            _open = group;
            durable = group.Add(key, record, createdMilliseconds);
        }

        if (isFirst && _host.Owner.HasOwnThread)
        {
            // Behind the work that already waits: what of it decides too joins the group, and fewer syncs serve more of them.
            ThreadPool.UnsafeQueueUserWorkItem(static it => _ = it.Journal.CommitAsync(it.Group), (Journal: this, Group: group), preferLocal: false);
        }
        else if (isFirst)
        {
            _ = CommitAsync(group);
        }

        return durable;
    }

    private async Task CommitAsync(DecisionGroup group)
    {
        Exception? failure = null;
        try
        {
            await _host.Owner.RunAsync(() => Append(group), TurnCompletion.Durable, CancellationToken.None).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Whatever it is, everybody in the group is told.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = exception;
        }

        Close(group);
        group.Tell(failure);
    }

    private int Append(DecisionGroup group)
    {
        // From here on nothing joins the group: its batch is read without the lock.
        lock (_gate)
        {
            _open = _open == group ? null : _open;
        }

        // A reader seeks by the time of the frame, so none may be older than a decision in it, whatever the clock did meanwhile.
        _host.Append(TopicNames.Decisions, group.Batch, Math.Max(_host.NowMilliseconds, group.NewestMilliseconds));
        return group.Batch.Count;
    }

    private void Close(DecisionGroup group)
    {
        lock (_gate)
        {
            _open = _open == group ? null : _open;
            group.Batch.Clear();
            if (_idle.Count < 2)
            {
                _idle.Push(group.Batch);
            }
        }
    }
}
