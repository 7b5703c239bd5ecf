using SendFlowr.Avro.Binary;
using SendFlowr.Model.Learning;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Person;

/// <summary>Answers the tenant stage: which days hold evidence, and the sums of a day, from the rings of this task's people.</summary>
/// <remarks>Works in slices between records. What is owed is a row, so a restart answers again, from the beginning.</remarks>
internal sealed class LearningProcessor : IProcessor
{
    /// <summary>A few milliseconds, so that timers and events go on.</summary>
    private const int RowsPerSlice = 2_000;

    private readonly PersonClocks _clocks;
    private readonly int _horizonMinutes;
    private readonly RecordWriter _writer = new(Schemas.Sums);
    private readonly AvroWriter _payload = new();
    private readonly byte[] _row = new byte[LearningRow.SizeBytes];
    private readonly byte[] _touched = new byte[DayRow.SizeBytes];
    private IProcessorContext _context = null!;
    private ITable _timing = null!;
    private ITable _task = null!;
    private ISink _sums = null!;
    private DaySurvey? _survey;
    private DaySummer? _summer;
    private CurvePriors? _cut;

    /// <param name="clocks">The clocks of the task's people.</param>
    /// <param name="horizonMinutes">Length of the stretch after arrival in which engagement counts.</param>
    public LearningProcessor(PersonClocks clocks, int horizonMinutes)
    {
        _clocks = clocks;
        _horizonMinutes = horizonMinutes;
    }

    public void Init(IProcessorContext context)
    {
        _context = context;
        _timing = context.Table(PersonTables.Timing);
        _task = context.Table(PersonTables.Task);
        _sums = context.Sink("sums");
        if (ReadRow().Pending != PendingAnswer.None)
        {
            context.RequestPunctuation();
        }
    }

    public void Process(in Record record)
    {
        PriorsRecord priors = PriorsRecord.Read(Schemas.Priors.Body(record.Value));
        switch (priors.Kind)
        {
            case PriorsKind.Survey:
                TakeUp(priors.Run, priors.Day);
                _context.RequestPunctuation();
                break;
            case PriorsKind.Cut:
                _task.Put(PersonTables.CutPriors, priors.State);
                _cut = null;
                WriteRow(ReadRow() with { Run = priors.Run, Pending = PendingAnswer.Day, PendingDay = priors.Day });
                _context.RequestPunctuation();
                break;
            case PriorsKind.Version:
                _task.Put(PersonTables.Priors, priors.State);
                _task.Delete(PersonTables.CutPriors);
                WriteRow(ReadRow() with { Pending = PendingAnswer.None, TouchedInRun = -1 });
                _survey = null;
                _summer = null;
                break;
            default:
                throw new InvalidDataException($"A record of '{Schemas.Priors.Name}' has the unknown kind {(int)priors.Kind}.");
        }
    }

    public void Punctuate(long nowMilliseconds)
    {
        LearningRow row = ReadRow();
        bool done = row.Pending switch
        {
            PendingAnswer.Survey => Survey(row),
            PendingAnswer.Day => SumDay(row),
            _ => true,
        };
        if (!done)
        {
            _context.RequestPunctuation();
        }
    }

    /// <summary>What was touched up to the day belongs to the run now; what comes in from now on is for the next one.</summary>
    private void TakeUp(long run, int throughDay)
    {
        LearningRow row = ReadRow();
        int earliest = row.TouchedInRun;
        if (_task.TryGet(PersonTables.TouchedDay, out ReadOnlySpan<byte> bytes) && DayRow.Read(bytes) is var touched && touched <= throughDay)
        {
            earliest = earliest < 0 ? touched : Math.Min(earliest, touched);
            DayRow.Write(_touched, throughDay + 1);
            _task.Put(PersonTables.TouchedDay, _touched);
        }

        WriteRow(row with { Run = run, Pending = PendingAnswer.Survey, PendingDay = throughDay, TouchedInRun = earliest });
        _survey = null;
        _summer = null;
    }

    private bool Survey(LearningRow row)
    {
        _survey ??= new DaySurvey();
        if (_survey.Continue(_timing, RowsPerSlice))
        {
            return false;
        }

        _payload.Clear();
        DayList.Write(_payload, _survey.Days);
        Send(new SumsRecord
        {
            Kind = SumsKind.Survey,
            Run = row.Run,
            Task = _context.Task.Partition,
            FromDay = row.TouchedInRun,
            Day = row.PendingDay,
            Payload = _payload.WrittenSpan,
        });
        _survey = null;
        WriteRow(row with { Pending = PendingAnswer.None });
        return true;
    }

    private bool SumDay(LearningRow row)
    {
        _summer ??= new DaySummer(_clocks, _horizonMinutes);
        _cut ??= _task.TryGet(PersonTables.CutPriors, out ReadOnlySpan<byte> state) ? CurvePriors.Read(state) : CurvePriors.Factory;
        if (_summer.Continue(_timing, row.PendingDay, _cut, RowsPerSlice))
        {
            return false;
        }

        CurveSums sums = _summer.Take();
        Send(new SumsRecord
        {
            Kind = SumsKind.Day,
            Run = row.Run,
            Task = _context.Task.Partition,
            FromDay = SumsRecord.None,
            Day = row.PendingDay,
            Payload = sums.IsEmpty ? [] : sums.ToBytes(),
        });
        WriteRow(row with { Pending = PendingAnswer.None });
        return true;
    }

    private LearningRow ReadRow() =>
        _task.TryGet(PersonTables.Learning, out ReadOnlySpan<byte> row) ? LearningRow.Read(row) : LearningRow.Empty;

    private void WriteRow(LearningRow row)
    {
        row.Write(_row);
        _task.Put(PersonTables.Learning, _row);
    }

    private void Send(in SumsRecord record)
    {
        record.Write(_writer.Begin());
        _sums.Send(0, RecordKeys.OfSums(record.Kind, record.Task), _writer.Bytes, Math.Max(_context.NowMilliseconds, 0));
    }
}
