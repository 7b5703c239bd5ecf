using SendFlowr.Pipeline.Records;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Person;

/// <summary>Tells the tenant stage, about once a second, the rows of lanes that changed. Telling one twice is harmless: it is a set.</summary>
internal sealed class LaneReporter : IProcessor
{
    private readonly RecordWriter _writer = new(Schemas.Sums);
    private readonly List<RowKey> _reported = [];
    private readonly RowVisitor _collect;
    private IProcessorContext _context = null!;
    private ITable _lanes = null!;
    private ITable _due = null!;
    private ISink _sums = null!;

    public LaneReporter() => _collect = (key, _) => _reported.Add(key);

    public void Init(IProcessorContext context)
    {
        _context = context;
        _lanes = context.Table(PersonTables.Lanes);
        _due = context.Table(PersonTables.LanesDue);
        _sums = context.Sink("sums");
    }

    public void Process(in Record record)
    {
    }

    public void Punctuate(long nowMilliseconds)
    {
        if (_due.Count == 0)
        {
            return;
        }

        TableCursor cursor = default;
        _reported.Clear();
        _due.Scan(ref cursor, LaneObserver.MaxLanes, _collect);
        foreach (RowKey key in _reported)
        {
            Report(key, nowMilliseconds);
            _due.Delete(key);
        }
    }

    private void Report(RowKey key, long nowMilliseconds)
    {
        if (!_lanes.TryGet(key, out ReadOnlySpan<byte> row))
        {
            return;
        }

        SumsRecord record = new()
        {
            Kind = SumsKind.Lane,
            Run = 0,
            Task = _context.Task.Partition,
            FromDay = SumsRecord.None,
            Day = SumsRecord.None,
            Payload = row,
        };
        record.Write(_writer.Begin());
        _sums.Send(0, RecordKeys.OfSums(SumsKind.Lane, record.Task), _writer.Bytes, nowMilliseconds);
    }
}
