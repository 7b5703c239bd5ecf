using SendFlowr.Model.Rings;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Person;

/// <summary>Keeps the newest moments of each person's messages and judges by them what scanners did. Not thread-safe.</summary>
internal sealed class ScannerWatch
{
    private readonly MessagesRow _messages = new();
    private ITable _table = null!;

    public void Init(IProcessorContext context) => _table = context.Table(PersonTables.Messages);

    /// <summary>Takes in a delivery, open or click of a known message; any other event is left alone.</summary>
    /// <param name="person">Whose it is.</param>
    /// <param name="view">The event.</param>
    /// <param name="entry">Its entry, which is in the rings already.</param>
    /// <param name="rings">The person's rings; the caller stores them.</param>
    /// <returns>The least minute of an entry whose class changed; −1: none.</returns>
    public int Judge(RowKey person, in EventView view, RingEntry entry, PersonRings rings)
    {
        if (view.MessageId.IsEmpty || KindOf(entry.Class) is not { } kind)
        {
            return -1;
        }

        _messages.Load(_table.TryGet(person, out ReadOnlySpan<byte> row) ? row : default);
        bool changed = AddMoments(view, entry.Class, kind);
        if (changed)
        {
            _table.Put(person, _messages.Bytes);
        }

        // A late event may enter the evidence without entering the list.
        return changed || kind != MessageMomentKind.Delivered ? rings.JudgeScanners(_messages.Ring) : -1;
    }

    /// <summary>An open of which the event says that a machine made it teaches nothing about other opens.</summary>
    private bool AddMoments(in EventView view, EvidenceClass evidenceClass, MessageMomentKind kind)
    {
        ushort message = RingHash.OfUtf8(view.Provider, view.MessageId);
        bool changed = false;
        long? delivered = view.DeliveredAtMilliseconds ?? (kind == MessageMomentKind.Delivered ? view.OccurredAtMilliseconds : null);
        if (delivered is { } at && MessageMoment.CanHold(at))
        {
            changed = _messages.Add(new MessageMoment(at, MessageMomentKind.Delivered, message));
        }

        if (kind != MessageMomentKind.Delivered && evidenceClass != EvidenceClass.MessageOpenByMachine)
        {
            ushort number = RingHash.OfUtf8(view.Provider, view.EventId);
            changed |= _messages.Add(new MessageMoment(view.OccurredAtMilliseconds, kind, message, number));
        }

        return changed;
    }

    private static MessageMomentKind? KindOf(EvidenceClass evidenceClass) => evidenceClass switch
    {
        EvidenceClass.Delivered => MessageMomentKind.Delivered,
        EvidenceClass.MessageOpen or EvidenceClass.MessageOpenByMachine => MessageMomentKind.Open,
        EvidenceClass.MessageClick or EvidenceClass.MessageClickByMachine => MessageMomentKind.Click,
        _ => null,
    };
}
