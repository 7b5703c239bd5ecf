using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Pipeline.Zones;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Person;

/// <summary>Sums days of a task's people, slice by slice, with an index of who has evidence on which day of a stretch of days.</summary>
/// <remarks>
/// A run asks for days in rising order, so one walk over all rings serves <see cref="WindowDays"/> of them and memory stays
/// bounded: at most 16 bytes for each person and day of the stretch. What changes during a run is learned by the next one.
/// </remarks>
internal sealed class DaySummer
{
    /// <summary>Length of the indexed stretch.</summary>
    public const int WindowDays = 64;

    /// <summary>Looking through a ring takes a tenth of what learning from it does.</summary>
    private const int RowsPerScan = 10;

    /// <summary>One person in 32, by the hash that is the key, is asked every day whether a promise would have held.</summary>
    private const ulong SampleMask = 31;

    private readonly List<RowKey>[] _people = new List<RowKey>[WindowDays];
    private readonly PersonClocks _clocks;
    private readonly int _horizonMinutes;
    private readonly CurveLearner _learner = new();
    private readonly DayWindow _window = new();
    private readonly List<RowKey> _sample = [];
    private readonly RowVisitor _visitor;
    private int _firstDay = int.MaxValue;
    private TableCursor _cursor;
    private bool _indexing;
    private int _next;
    private int _nextWindow;
    private CurveSums _sums = new();

    public DaySummer(PersonClocks clocks, int horizonMinutes)
    {
        _clocks = clocks;
        _horizonMinutes = horizonMinutes;
        for (int i = 0; i < WindowDays; i++)
        {
            _people[i] = [];
        }

        _visitor = (key, row) =>
        {
            if ((key.Low & SampleMask) == 0)
            {
                _sample.Add(key);
            }

            Index(key, TimingRow.Read(row).Evidence);
        };
    }

    /// <summary>Works on the sums of a day; false when they are complete and can be taken.</summary>
    /// <param name="timing">The people's rings.</param>
    /// <param name="day">Days since 1970-01-01.</param>
    /// <param name="priors">What was known at the day's start.</param>
    /// <param name="maxRows">So many people, then somebody else's turn.</param>
    public bool Continue(ITable timing, int day, CurvePriors priors, int maxRows)
    {
        if (day < _firstDay || day >= _firstDay + WindowDays)
        {
            StartIndex(day);
        }

        if (_indexing)
        {
            _indexing = timing.Scan(ref _cursor, RowsPerScan * maxRows, _visitor);
            return true;
        }

        List<RowKey> people = _people[day - _firstDay];
        int end = Math.Min(people.Count, _next + maxRows);
        for (; _next < end; _next++)
        {
            if (timing.TryGet(people[_next], out ReadOnlySpan<byte> row))
            {
                TimingRow timingRow = TimingRow.Read(row);
                _learner.AddPerson(_sums, timingRow.Evidence, timingRow.Deliveries, day, EvidenceWeights.Default, _clocks.Of(timingRow.Zones), priors);
            }
        }

        if (_next < people.Count)
        {
            return true;
        }

        end = Math.Min(_sample.Count, _nextWindow + maxRows);
        for (; _nextWindow < end; _nextWindow++)
        {
            if (timing.TryGet(_sample[_nextWindow], out ReadOnlySpan<byte> row))
            {
                TimingRow timingRow = TimingRow.Read(row);
                _window.Add(
                    _sums, timingRow.Evidence, timingRow.Deliveries, day, EvidenceWeights.Default, _clocks.Of(timingRow.Zones), priors, _horizonMinutes);
            }
        }

        return _nextWindow < _sample.Count;
    }

    /// <summary>The finished sums; the next day starts empty.</summary>
    public CurveSums Take()
    {
        CurveSums sums = _sums;
        _sums = new CurveSums();
        _next = 0;
        _nextWindow = 0;
        return sums;
    }

    private void StartIndex(int day)
    {
        foreach (List<RowKey> people in _people)
        {
            people.Clear();
        }

        _firstDay = day;
        _cursor = default;
        _indexing = true;
        _next = 0;
        _nextWindow = 0;
        _sample.Clear();
    }

    private void Index(RowKey key, RingView ring)
    {
        int lastDay = -1;
        for (int i = ring.IndexOfPlace((long)_firstDay * MinuteOfWeek.MinutesPerDay); i < ring.Count; i++)
        {
            int day = ring[i].Minute / MinuteOfWeek.MinutesPerDay;
            if (day >= _firstDay + WindowDays)
            {
                return;
            }

            if (day != lastDay)
            {
                _people[day - _firstDay].Add(key);
                lastDay = day;
            }
        }
    }
}
