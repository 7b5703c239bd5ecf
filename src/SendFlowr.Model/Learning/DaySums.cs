using SendFlowr.Model.Curves;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Learning;

/// <summary>What the events of a day teach the tenant: sums over people, fixed point, so that partitions and order change no bit.</summary>
/// <remarks>
/// A[week] += v · K20 around each event, wrapped around the week, and SA_d += v, with d and minute in the person's clock. So what
/// happens shortly before midnight also speaks for the next weekday's first minutes; the population curve is normalised for it.
/// Not thread-safe; each task keeps its own and they are merged. A day sum is also the unit in which late events arrive.
/// </remarks>
public sealed class DaySums
{
    internal const int DaysPerWeek = 7;

    private static readonly GaussianKernel Kernel = new(20);

    private readonly long[] _cells = new long[WeekGrid.CellsPerWeek];
    private readonly long[] _weekdays = new long[DaysPerWeek];

    /// <summary>A: fixed-point sums of vote × density per minute, by cell of the week.</summary>
    public ReadOnlySpan<long> Cells => _cells;

    /// <summary>SA: fixed-point sums of votes, by weekday.</summary>
    public ReadOnlySpan<long> Weekdays => _weekdays;

    /// <summary>How many events were added.</summary>
    public long Events { get; private set; }

    public void Clear()
    {
        _cells.AsSpan().Clear();
        _weekdays.AsSpan().Clear();
        Events = 0;
    }

    /// <summary>Adds what one person did on a UTC day, each event with its vote.</summary>
    /// <param name="ring">The person's evidence ring, which may already hold later days.</param>
    /// <param name="day">Days since 1970-01-01.</param>
    /// <param name="weights">e of each class.</param>
    /// <param name="clock">The person's clock.</param>
    /// <param name="scratch">Working space; holds the day's entries afterwards.</param>
    public void AddPerson(RingView ring, long day, EvidenceWeights weights, PersonClock clock, EvidenceState scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        scratch.ReadDay(ring, weights, day);
        for (int i = 0; i < scratch.Count; i++)
        {
            AddEvent(clock.MinuteOfWeekAt(scratch.Minutes[i]), scratch.Votes[i]);
        }
    }

    /// <summary>Adds one event with its vote; <paramref name="minute"/> in the person's clock.</summary>
    public void AddEvent(MinuteOfWeek minute, double vote)
    {
        ReadOnlySpan<double> values = Kernel.At(minute.Value, out int cell);
        cell += cell < 0 ? WeekGrid.CellsPerWeek : 0;
        foreach (double value in values)
        {
            _cells[cell] += FixedPoint.FromDouble(vote * value);
            cell = cell + 1 == WeekGrid.CellsPerWeek ? 0 : cell + 1;
        }

        _weekdays[minute.Weekday] += FixedPoint.FromDouble(vote);
        Events++;
    }

    /// <summary>Adds the sums of another partition.</summary>
    public void Merge(DaySums other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < _cells.Length; i++)
        {
            _cells[i] += other._cells[i];
        }

        for (int i = 0; i < _weekdays.Length; i++)
        {
            _weekdays[i] += other._weekdays[i];
        }

        Events += other.Events;
    }

    /// <summary>Nothing was added: merging it changes nothing.</summary>
    public bool IsEmpty => Events == 0;

    /// <summary>The stored form: see <see cref="DaySumsFormat"/>.</summary>
    public byte[] ToBytes() => DaySumsFormat.Write(Events, _weekdays, _cells);

    /// <summary>Reads the stored form.</summary>
    /// <exception cref="FormatException">Another format, or damaged.</exception>
    public static DaySums Read(ReadOnlySpan<byte> bytes)
    {
        DaySums sums = new();
        sums.Events = DaySumsFormat.Read(bytes, sums._weekdays, sums._cells);
        return sums;
    }
}
