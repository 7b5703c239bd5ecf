using SendFlowr.Model.Latency;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Lanes;
using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Person;

/// <summary>Finds pairs of sent and delivered, in one event or by message id, and adds them to the lane's row of this task.</summary>
internal sealed class LaneObserver
{
    /// <summary>Most lanes a task observes; further ones have no measured latency. Hostile feeds may invent providers.</summary>
    public const int MaxLanes = 4096;

    private const int MaxCachedLanes = 256;

    private readonly HandoffRow _handoffs = new();
    private readonly Dictionary<Lane, LaneRow> _lanes = [];
    private readonly HashSet<LaneRow> _changed = [];
    private int _unwritten;
    private ITable _handoffTable = null!;
    private ITable _laneTable = null!;
    private ITable _due = null!;

    public void Init(IProcessorContext context)
    {
        _handoffTable = context.Table(PersonTables.Handoffs);
        _laneTable = context.Table(PersonTables.Lanes);
        _due = context.Table(PersonTables.LanesDue);
    }

    /// <summary>Writes the rows of lanes that changed since the last call.</summary>
    public void Flush()
    {
        foreach (LaneRow row in _changed)
        {
            RowKey key = LaneRow.KeyOf(row.Lane);
            _laneTable.Put(key, row.ToBytes());
            _due.Put(key, []);
        }

        _changed.Clear();
        _unwritten = 0;
        if (_lanes.Count > MaxCachedLanes)
        {
            _lanes.Clear();
        }
    }

    /// <summary>Call only for events that were new to the person: a repeated one would be matched with nothing.</summary>
    public void Observe(RowKey person, in EventView view, TextCache texts)
    {
        bool delivered = view.EventType.SequenceEqual("delivered"u8);
        bool sent = view.EventType.SequenceEqual("sent"u8);
        if (!delivered && !sent)
        {
            return;
        }

        long? deliveredAt = view.DeliveredAtMilliseconds ?? (delivered ? view.OccurredAtMilliseconds : null);
        long? sentAt = view.SentAtMilliseconds ?? (sent ? view.OccurredAtMilliseconds : null);
        ReadOnlySpan<byte> id = view.MessageId.IsEmpty ? view.EventId : view.MessageId;
        ulong message = Hash(view.Provider, id);
        if (deliveredAt is null || sentAt is null)
        {
            if (view.MessageId.IsEmpty || !MatchOtherHalf(person, message, ref sentAt, ref deliveredAt))
            {
                return;
            }
        }

        Add(new Lane(texts.Get(view.Provider), texts.Get(view.Channel)), message, sentAt!.Value, deliveredAt!.Value);
    }

    private bool MatchOtherHalf(RowKey person, ulong message, ref long? sentAt, ref long? deliveredAt)
    {
        bool isDelivery = deliveredAt is not null;
        bool waiting = _handoffTable.TryGet(person, out ReadOnlySpan<byte> row);
        _handoffs.Load(waiting ? row : default);
        bool matched = _handoffs.Match(message, (deliveredAt ?? sentAt)!.Value, isDelivery, out long other);
        if (_handoffs.IsEmpty)
        {
            _handoffTable.Delete(person);
        }
        else
        {
            _handoffTable.Put(person, _handoffs.Bytes);
        }

        if (matched)
        {
            sentAt ??= other;
            deliveredAt ??= other;
        }

        return matched;
    }

    private void Add(Lane lane, ulong message, long sentAt, long deliveredAt)
    {
        if (!_lanes.TryGetValue(lane, out LaneRow? row))
        {
            bool known = _laneTable.TryGet(LaneRow.KeyOf(lane), out ReadOnlySpan<byte> bytes);
            if (!known && _laneTable.Count + _unwritten >= MaxLanes)
            {
                return;
            }

            row = known ? LaneRow.Read(bytes) : new LaneRow(lane);
            _unwritten += known ? 0 : 1;
            _lanes.Add(lane, row);
        }

        if (row.Add(new Timestamp(deliveredAt), unchecked((uint)message), deliveredAt - sentAt))
        {
            _changed.Add(row);
        }
    }

    private static ulong Hash(ReadOnlySpan<byte> provider, ReadOnlySpan<byte> id) =>
        Fnv1a.Add(Fnv1a.Add(Fnv1a.Add(Fnv1a.Start, provider), 0), id);
}
