using System.Text;
using SendFlowr.Model.Learning;
using SendFlowr.Pipeline.Records;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Tables;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Pipeline.Tenant;

/// <summary>
/// Leads learning runs: survey, a cut for each day that holds evidence, then a new version of the priors, which replaces
/// every version that had learned one of those days.
/// </summary>
internal sealed class PriorsProcessor : IProcessor
{
    private readonly int _personTasks;
    private readonly byte[] _clocks;
    private readonly RecordWriter _writer = new(Schemas.Priors);
    private readonly byte[] _row = new byte[RunRow.SizeBytes];
    private IProcessorContext _context = null!;
    private ITable _runs = null!;
    private ITable _versions = null!;
    private ISink _priors = null!;
    private LearningRun? _run;
    private CurvePriors _working = CurvePriors.Factory;
    private CurveSums _sums = new();

    /// <param name="personTasks">Number of person tasks, each of which must answer.</param>
    /// <param name="clocks">Name of the clocks of people's habits; what was learned by others is no base to go on from.</param>
    public PriorsProcessor(int personTasks, string clocks)
    {
        _personTasks = personTasks;
        _clocks = Encoding.UTF8.GetBytes(clocks);
    }

    public void Init(IProcessorContext context)
    {
        _context = context;
        _runs = context.Table(TenantTables.Runs);
        _versions = context.Table(TenantTables.Versions);
        _priors = context.Sink("priors");
        if (ReadRun().UnderWay)
        {
            context.RequestPunctuation();
        }
    }

    public void Process(in Record record)
    {
        SumsRecord sums = SumsRecord.Read(Schemas.Sums.Body(record.Value));
        switch (sums.Kind)
        {
            case SumsKind.Request:
                Ask(sums.Day, sums.FromDay);
                break;
            case SumsKind.Survey when IsCurrent(sums) && _run!.CurrentDay < 0:
                if (_run.AnswerSurvey(sums.Task, sums.FromDay, DayList.Read(sums.Payload)))
                {
                    StartCuts();
                }

                break;
            case SumsKind.Day when IsCurrent(sums) && _run!.CurrentDay == sums.Day:
                AddDay(sums);
                break;
            default:
                break; // an answer to a run that a crash ended, or another processor's record
        }
    }

    /// <summary>A run that is under way by its row but unknown to this object was interrupted: it starts again.</summary>
    public void Punctuate(long nowMilliseconds)
    {
        RunRow row = ReadRun();
        if (row.UnderWay && _run is null)
        {
            Start(row with { Run = row.Run + 1 });
        }
    }

    private bool IsCurrent(SumsRecord sums) => _run is not null && sums.Run == _run.Number;

    private void Ask(int throughDay, int sinceDay)
    {
        RunRow row = ReadRun();
        RunRow asked = row.Ask(throughDay, sinceDay);
        if (row.UnderWay)
        {
            WriteRun(asked);
        }
        else
        {
            Start(asked);
        }
    }

    private void Start(RunRow row)
    {
        WriteRun(row);
        _run = new LearningRun(row.Run, row.ThroughDay, row.SinceDay, _personTasks);
        Send(new PriorsRecord
        {
            Kind = PriorsKind.Survey,
            Run = row.Run,
            FromDay = 0,
            Day = row.ThroughDay,
            Version = 0,
            State = default,
        });
    }

    private void StartCuts()
    {
        LearningRun run = _run!;
        (int newest, CurvePriors? latest) = NewestVersion(int.MaxValue);
        int from = run.EarliestDay >= 0 ? run.EarliestDay : latest is null ? int.MaxValue : newest + 1;
        (_, CurvePriors? start) = NewestVersion(from - 1);
        _working = start ?? CurvePriors.Factory;
        run.StartAfter((int)(start?.ThroughDay ?? -1));
        if (run.DaysLeft == 0 && run.EarliestDay < 0)
        {
            Finish();
            return;
        }

        // A touched day whose evidence has left the rings since is learned too: as a day without any.
        NextDay();
    }

    private void NextDay()
    {
        if (!_run!.MoveNext())
        {
            Publish();
            return;
        }

        _sums = new CurveSums();
        Send(new PriorsRecord
        {
            Kind = PriorsKind.Cut,
            Run = _run.Number,
            FromDay = 0,
            Day = _run.CurrentDay,
            Version = _working.Version + 1,
            State = _working.ToBytes(),
        });
    }

    private void AddDay(in SumsRecord sums)
    {
        bool complete = _run!.AnswerDay(sums.Task, out bool first);
        if (first && !sums.Payload.IsEmpty)
        {
            _sums.Merge(CurveSums.Read(sums.Payload));
        }

        if (complete)
        {
            _working = _working.Advance(_run.CurrentDay, _sums);
            NextDay();
        }
    }

    private void Publish()
    {
        LearningRun run = _run!;
        int version = (int)_versions.Count + 1;
        CurvePriors published = _working.Publish(version, run.ThroughDay);
        MarkReplaced(run.EarliestDay >= 0 ? run.EarliestDay : int.MaxValue);
        _versions.Put(TenantTables.VersionKey(version), VersionRow.Write(replaced: false, run.ThroughDay, _clocks, published.ToBytes()));
        Send(new PriorsRecord
        {
            Kind = PriorsKind.Version,
            Run = run.Number,
            FromDay = Math.Max(run.EarliestDay, 0),
            Day = run.ThroughDay,
            Version = version,
            State = published.ToBytes(),
        }, published.Digest);
        Finish();
    }

    private void Finish()
    {
        _run = null;
        RunRow row = ReadRun().Finish();
        WriteRun(row);
        if (row.UnderWay)
        {
            Start(row);
        }
    }

    private (int ThroughDay, CurvePriors? Priors) NewestVersion(int latestDay)
    {
        for (int version = (int)_versions.Count; version >= 1; version--)
        {
            if (_versions.TryGet(TenantTables.VersionKey(version), out ReadOnlySpan<byte> bytes))
            {
                VersionRow row = VersionRow.Read(bytes);
                if (!row.Replaced && row.ThroughDay <= latestDay && row.Clocks.SequenceEqual(_clocks))
                {
                    return (row.ThroughDay, CurvePriors.Read(row.State));
                }
            }
        }

        return (-1, null);
    }

    private void MarkReplaced(int fromDay)
    {
        for (int version = 1; version <= _versions.Count; version++)
        {
            _versions.TryGet(TenantTables.VersionKey(version), out ReadOnlySpan<byte> bytes);
            VersionRow row = VersionRow.Read(bytes);
            if (!row.Replaced && (row.ThroughDay >= fromDay || !row.Clocks.SequenceEqual(_clocks)))
            {
                _versions.Put(TenantTables.VersionKey(version), VersionRow.Write(replaced: true, row.ThroughDay, row.Clocks, row.State));
            }
        }
    }

    private RunRow ReadRun() => _runs.TryGet(TenantTables.RunKey, out ReadOnlySpan<byte> row) ? RunRow.Read(row) : RunRow.Empty;

    private void WriteRun(RunRow row)
    {
        row.Write(_row);
        _runs.Put(TenantTables.RunKey, _row);
    }

    private void Send(in PriorsRecord record, string digest = "")
    {
        record.Write(_writer.Begin(), digest);
        _priors.Send(0, RecordKeys.OfPriors(record.Kind, record.Version), _writer.Bytes, Math.Max(_context.NowMilliseconds, 0));
    }
}
