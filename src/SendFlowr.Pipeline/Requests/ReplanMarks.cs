using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Requests;

/// <summary>Marks people whose signals changed while requests of theirs are open.</summary>
internal sealed class ReplanMarks
{
    private ITable _pendingOf = null!;
    private ITable _due = null!;

    public void Init(IProcessorContext context)
    {
        _pendingOf = context.Table(RequestTables.PendingOf);
        _due = context.Table(RequestTables.ReplansDue);
    }

    /// <summary>A signal of a person changed.</summary>
    /// <param name="person">The person's node.</param>
    /// <param name="channel">The only channel that the signal is about; empty when it concerns all.</param>
    public void Add(RowKey person, string channel)
    {
        if (_pendingOf.TryGet(person, out _))
        {
            ReplanRow row = _due.TryGet(person, out ReadOnlySpan<byte> bytes) ? ReplanRow.Read(bytes).With(channel) : new ReplanRow(null, channel);
            _due.Put(person, row.ToBytes());
        }
    }
}
