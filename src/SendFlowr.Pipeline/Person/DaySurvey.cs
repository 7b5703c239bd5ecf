using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;
using SendFlowr.Pipeline.Rows;
using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Person;

/// <summary>Walks over a task's rings, slice by slice, and notes the UTC days that hold evidence.</summary>
internal sealed class DaySurvey
{
    private readonly SortedSet<int> _days = [];
    private readonly RowVisitor _visitor;
    private TableCursor _cursor;
    private int _lastDay = -1;

    public DaySurvey() => _visitor = (_, row) => Note(TimingRow.Read(row).Evidence);

    /// <summary>Days since 1970-01-01, rising.</summary>
    public IEnumerable<int> Days => _days;

    /// <summary>Looks at the next rows; false when all have been seen.</summary>
    public bool Continue(ITable timing, int maxRows) => timing.Scan(ref _cursor, maxRows, _visitor);

    private void Note(RingView ring)
    {
        for (int i = 0; i < ring.Count; i++)
        {
            int day = ring[i].Minute / MinuteOfWeek.MinutesPerDay;
            if (day != _lastDay)
            {
                _days.Add(day);
                _lastDay = day;
            }
        }
    }
}
