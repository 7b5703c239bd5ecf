using SendFlowr.Model.Time;

namespace SendFlowr.Model.Decisions;

/// <summary>The possible arrivals: the earliest instant, then every whole minute after it up to and including the last.</summary>
/// <remarks>Each has the value of the minute it lies in, so a window shorter than a minute has a candidate too.</remarks>
internal readonly struct CandidateWindow(Timestamp earliest, Timestamp last)
{
    private readonly Timestamp _earliest = earliest;

    /// <summary>0 when the earliest arrival is after the last allowed one.</summary>
    public int Count { get; } = earliest > last ? 0 : (int)(last.EpochMinute - earliest.EpochMinute + 1);

    /// <summary>The minute the first candidate lies in; the one of candidate i is i later.</summary>
    public long FirstMinute => _earliest.EpochMinute;

    public Timestamp At(int index) => index == 0 ? _earliest : Timestamp.FromEpochMinute(FirstMinute + index);

    /// <summary>The first candidate that is not before an instant; the number of candidates when all are.</summary>
    public int FirstAtOrAfter(Timestamp time)
    {
        if (time <= _earliest)
        {
            return 0;
        }

        long minutes = new Timestamp(time.EpochMilliseconds + Timestamp.MillisecondsPerMinute - 1).EpochMinute - FirstMinute;
        return (int)Math.Min(minutes, Count);
    }
}
