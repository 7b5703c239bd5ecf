using SendFlowr.Model.Events;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Signals;
using SendFlowr.Model.Time;
using SendFlowr.Model.Zones;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Requests;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Person;

/// <summary>Takes each event into its person's rows: rings, signals, and the latency of its lane.</summary>
internal sealed class EventProcessor : IProcessor
{
    private const int MaxSignalRowBytes = 64 * 1024;

    private readonly SignalRules _rules;
    private readonly TextCache _texts = new();
    private readonly PersonRings _rings = new();
    private readonly ScannerWatch _scanners = new();
    private readonly LaneObserver _lanes = new();
    private readonly ReplanMarks _replans = new();
    private readonly CanonicalEvent _signal = new();
    private readonly byte[] _taskRow = new byte[CounterRow.SizeBytes];
    private byte[] _signalRow = new byte[1024];
    private ITable _timing = null!;
    private ITable _signals = null!;
    private ITable _featuresDue = null!;
    private ITable _task = null!;
    private CounterRow _counters;
    private bool _counted;

    public EventProcessor(SignalRules rules) => _rules = rules;

    public void Init(IProcessorContext context)
    {
        _timing = context.Table(PersonTables.Timing);
        _signals = context.Table(PersonTables.Signals);
        _featuresDue = context.Table(PersonTables.FeaturesDue);
        _task = context.Table(PersonTables.Task);
        _scanners.Init(context);
        _lanes.Init(context);
        _replans.Init(context);
        _counters = _task.TryGet(PersonTables.Counters, out ReadOnlySpan<byte> row) ? CounterRow.Read(row) : default;
    }

    public void Process(in Record record)
    {
        EventView view = EventView.Read(Schemas.Event.Body(record.Value));
        RowKey person = RowKey.Read(record.Key);
        RingEntry entry = EntryOf(view);
        bool ringChanged = AddToRings(person, entry, view, out int judgedMinute);
        bool signalChanged = AddSignal(person, view);
        if (ringChanged)
        {
            _lanes.Observe(person, view, _texts);
            if (!RingEntryOfEvent.IsDelivery(entry.Class) || entry.Class == EvidenceClass.Delivered)
            {
                Touch(entry.Minute / MinuteOfWeek.MinutesPerDay);
            }
        }

        if (judgedMinute >= 0)
        {
            Touch(judgedMinute / MinuteOfWeek.MinutesPerDay);
        }

        _counted = true;
        if (!ringChanged && judgedMinute < 0 && !signalChanged)
        {
            _counters = _counters with { Duplicate = _counters.Duplicate + 1 };
            return;
        }

        _counters = _counters with { Accepted = _counters.Accepted + 1 };
        if (!_featuresDue.TryGet(person, out _))
        {
            _featuresDue.Put(person, []);
        }
    }

    public void Punctuate(long nowMilliseconds)
    {
    }

    public void Flush()
    {
        _lanes.Flush();
        if (_counted)
        {
            _counters.Write(_taskRow);
            _task.Put(PersonTables.Counters, _taskRow);
            _counted = false;
        }
    }

    private void Touch(int day)
    {
        if (!_task.TryGet(PersonTables.TouchedDay, out ReadOnlySpan<byte> row) || DayRow.Read(row) > day)
        {
            DayRow.Write(_taskRow, day);
            _task.Put(PersonTables.TouchedDay, _taskRow.AsSpan(0, DayRow.SizeBytes));
        }
    }

    /// <summary>Types that teach nothing become an entry too, so that their redelivery is recognised.</summary>
    private RingEntry EntryOf(in EventView view)
    {
        string type = _texts.Get(view.EventType);
        MachineFlag machine = view.Machine == MachineFlag.None && ScannerAgents.Default.Knows(view.UserAgent) ? MachineFlag.Scanner : view.Machine;
        EvidenceClass evidenceClass = RingEntryOfEvent.ClassOf(type, !view.MessageId.IsEmpty, machine);
        ReadOnlySpan<byte> id = EvidenceClasses.KeyKind(evidenceClass) == RingKeyKind.Day ? view.MessageId : view.EventId;
        long minute = new Timestamp(view.OccurredAtMilliseconds).EpochMinute;
        return new RingEntry(minute, evidenceClass, RingHash.OfUtf8(view.Provider, id));
    }

    /// <summary>False when the rings of evidence and deliveries stay as they are; the zone may have changed all the same.</summary>
    /// <param name="person">Whose.</param>
    /// <param name="entry">The event's entry.</param>
    /// <param name="view">The event.</param>
    /// <param name="judgedMinute">The least minute of an entry whose verdict changed; −1: none.</param>
    private bool AddToRings(RowKey person, RingEntry entry, in EventView view, out int judgedMinute)
    {
        _rings.Load(_timing.TryGet(person, out ReadOnlySpan<byte> row) ? row : default);
        bool changed = RingEntryOfEvent.IsDelivery(entry.Class) ? _rings.AddDelivery(entry) : _rings.AddEvidence(entry);
        judgedMinute = _scanners.Judge(person, view, entry, _rings);
        bool moved = ZoneOf(view) is { } zone && _rings.AddZone(new ZoneSighting(entry.Minute, zone));
        if (changed || moved || judgedMinute >= 0)
        {
            _timing.Put(person, _rings.Pack());
        }

        return changed;
    }

    /// <summary>The zone an event says the person is in; a name goes before an offset.</summary>
    private static ZoneCode? ZoneOf(in EventView view) =>
        !view.TimeZone.IsEmpty && ZoneNames.Default.TryGetNumber(view.TimeZone, out int number) ? ZoneCode.OfName(number)
        : view.UtcOffsetMinutes is { } offset ? ZoneCode.OfOffset(offset)
        : null;

    private bool AddSignal(RowKey person, in EventView view)
    {
        string type = _texts.Get(view.EventType);
        if (!_rules.IsSignal(type))
        {
            return false;
        }

        _signal.Clear();
        _signal.EventType = type;
        _signal.Channel = _texts.Get(view.Channel);
        _signal.OccurredAt = new Timestamp(view.OccurredAtMilliseconds);
        if (view.HardBounce)
        {
            _signal.Attributes.Add(new KeyValuePair<string, string>("bounce_type", "hard"));
        }

        int length = 0;
        if (_signals.TryGet(person, out ReadOnlySpan<byte> row))
        {
            length = row.Length;
            if (_signalRow.Length < length + SignalState.MaxGrowthBytes)
            {
                _signalRow = new byte[Math.Min(MaxSignalRowBytes, 2 * (length + SignalState.MaxGrowthBytes))];
            }

            row.CopyTo(_signalRow);
        }

        if (!SignalState.Apply(_rules, _signal, _signalRow, ref length))
        {
            return false;
        }

        _signals.Put(person, _signalRow.AsSpan(0, length));
        _replans.Add(person, _rules.ScopeOf(_signal));
        return true;
    }
}
