using SendFlowr.Model.Learning;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Person;

/// <summary>Publishes the features of people whose rows changed, at most once per person and minute of the driver's clock.</summary>
internal sealed class FeaturesProcessor : IProcessor
{
    private const int PeoplePerSlice = 500;
    private const int CollectAtOnce = 1 << 20;

    private readonly FeaturesWriter _writer;
    private readonly List<RowKey> _due = [];
    private readonly RowVisitor _collect;
    private readonly byte[] _key = new byte[RowKey.SizeBytes];
    private readonly byte[] _row = new byte[DayRow.SizeBytes];
    private IProcessorContext _context = null!;
    private ITable _timing = null!;
    private ITable _featuresDue = null!;
    private ITable _task = null!;
    private ISink _sink = null!;
    private CurvePriors? _priors;

    /// <param name="clocks">The clocks of the task's people.</param>
    public FeaturesProcessor(PersonClocks clocks)
    {
        _writer = new FeaturesWriter(clocks);
        _collect = (key, _) => _due.Add(key);
    }

    public void Init(IProcessorContext context)
    {
        _context = context;
        _timing = context.Table(PersonTables.Timing);
        _featuresDue = context.Table(PersonTables.FeaturesDue);
        _task = context.Table(PersonTables.Task);
        _sink = context.Sink("features");
    }

    public void Process(in Record record)
    {
        if (PriorsRecord.Read(Schemas.Priors.Body(record.Value)).Kind == PriorsKind.Version)
        {
            _priors = null;
        }
    }

    /// <summary>
    /// Collects once a minute who is due, and works them off in slices; who becomes due meanwhile waits for the next minute.
    /// </summary>
    public void Punctuate(long nowMilliseconds)
    {
        if (_due.Count == 0 && !CollectDue((int)new Timestamp(nowMilliseconds).EpochMinute))
        {
            return;
        }

        PublishSlice(nowMilliseconds);
        if (_due.Count > 0)
        {
            _context.RequestPunctuation();
        }
    }

    private bool CollectDue(int minute)
    {
        bool published = _task.TryGet(PersonTables.FeaturesMinute, out ReadOnlySpan<byte> row) && DayRow.Read(row) >= minute;
        if (_featuresDue.Count == 0 || published)
        {
            return false;
        }

        TableCursor cursor = default;
        while (_featuresDue.Scan(ref cursor, CollectAtOnce, _collect))
        {
        }

        DayRow.Write(_row, minute);
        _task.Put(PersonTables.FeaturesMinute, _row);
        return true;
    }

    private void PublishSlice(long nowMilliseconds)
    {
        _priors ??= _task.TryGet(PersonTables.Priors, out ReadOnlySpan<byte> state) ? CurvePriors.Read(state) : CurvePriors.Factory;
        for (int i = 0; i < PeoplePerSlice && _due.Count > 0; i++)
        {
            RowKey person = _due[^1];
            _due.RemoveAt(_due.Count - 1);
            if (_timing.TryGet(person, out ReadOnlySpan<byte> row))
            {
                person.Write(_key);
                _sink.Send(_key, _writer.Write(person, TimingRow.Read(row), _priors, nowMilliseconds), nowMilliseconds);
            }

            _featuresDue.Delete(person);
        }
    }
}
