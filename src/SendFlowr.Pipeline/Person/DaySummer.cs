using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Rows;
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

    private readonly List<RowKey>[] _people = new List<RowKey>[WindowDays];
    private readonly EvidenceState _scratch = new();
    private readonly RowVisitor _visitor;
    private int _firstDay = int.MaxValue;
    private TableCursor _cursor;
    private bool _indexing;
    private int _next;
    private DaySums _sums = new();

    public DaySummer()
    {
        for (int i = 0; i < WindowDays; i++)
        {
            _people[i] = [];
        }

        _visitor = (key, row) => Index(key, TimingRow.Read(row).Evidence);
    }

    /// <summary>Works on the sums of a day; false when they are complete and can be taken.</summary>
    public bool Continue(ITable timing, int day, int maxRows)
    {
        if (day < _firstDay || day >= _firstDay + WindowDays)
        {
            StartIndex(day);
        }

        if (_indexing)
        {
            _indexing = timing.Scan(ref _cursor, maxRows, _visitor);
            return true;
        }

        List<RowKey> people = _people[day - _firstDay];
        int end = Math.Min(people.Count, _next + maxRows);
        for (; _next < end; _next++)
        {
            if (timing.TryGet(people[_next], out ReadOnlySpan<byte> row))
            {
                _sums.AddPerson(TimingRow.Read(row).Evidence, day, EvidenceWeights.Default, PersonClock.Utc, _scratch);
            }
        }

        return _next < people.Count;
    }

    /// <summary>The finished sums; the next day starts empty.</summary>
    public DaySums Take()
    {
        DaySums sums = _sums;
        _sums = new DaySums();
        _next = 0;
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
