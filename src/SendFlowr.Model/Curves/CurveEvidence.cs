using SendFlowr.Model.Numerics;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>A person's evidence in the person's own clock, with the decayed votes and their sums that the own parts of a curve need.</summary>
/// <remarks>w_i(H) = v_i · 2^(−(t_newest − t_i)/H). A reusable buffer that allocates nothing after construction; not thread-safe.</remarks>
public sealed class CurveEvidence
{
    private static readonly HalfLife Recent = new(14);
    private static readonly HalfLife Long = new(120);

    private readonly int[] _minutes = new int[EvidenceRing.Capacity];
    private readonly double[] _votes = new double[EvidenceRing.Capacity];
    private readonly double[] _recentVotes = new double[EvidenceRing.Capacity];
    private readonly double[] _longVotes = new double[EvidenceRing.Capacity];
    private readonly double[] _weekdayVotes = new double[CurveParts.DaysPerWeek];
    private readonly double[] _dayTypeVotes = new double[CurveParts.DayTypeCount];

    /// <summary>Entries, 0 … 256.</summary>
    public int Count { get; private set; }

    /// <summary>Minute of the week of each entry in the person's clock, 0 … 10079.</summary>
    public ReadOnlySpan<int> MinutesOfWeek => _minutes.AsSpan(0, Count);

    /// <summary>v_i.</summary>
    public ReadOnlySpan<double> Votes => _votes.AsSpan(0, Count);

    /// <summary>w_i(14 d).</summary>
    public ReadOnlySpan<double> RecentVotes => _recentVotes.AsSpan(0, Count);

    /// <summary>w_i(120 d).</summary>
    public ReadOnlySpan<double> LongVotes => _longVotes.AsSpan(0, Count);

    /// <summary>N: the sum of the votes.</summary>
    public double VoteSum { get; private set; }

    /// <summary>The sum of w(14 d).</summary>
    public double RecentSum { get; private set; }

    /// <summary>The sum of w(120 d).</summary>
    public double LongSum { get; private set; }

    /// <summary>S_d: votes of each weekday, Monday first.</summary>
    public ReadOnlySpan<double> WeekdayVotes => _weekdayVotes;

    /// <summary>E: sums of w(120 d) of each day type.</summary>
    public ReadOnlySpan<double> DayTypeVotes => _dayTypeVotes;

    /// <summary>Takes over a state of evidence.</summary>
    /// <param name="state">The evidence, as of a day's start or as it stands.</param>
    /// <param name="clock">The person's clock.</param>
    public void Read(EvidenceState state, PersonClock clock)
    {
        ArgumentNullException.ThrowIfNull(state);
        Count = state.Count;
        VoteSum = 0;
        RecentSum = 0;
        LongSum = 0;
        _weekdayVotes.AsSpan().Clear();
        _dayTypeVotes.AsSpan().Clear();
        ReadOnlySpan<int> minutes = state.Minutes;
        ReadOnlySpan<double> votes = state.Votes;
        for (int i = 0; i < minutes.Length; i++)
        {
            MinuteOfWeek minute = clock.MinuteOfWeekAt(minutes[i]);
            int age = state.NewestMinute - minutes[i];
            double vote = votes[i];
            double longVote = vote * Long.After(age);
            double recentVote = vote * Recent.After(age);
            int weekday = minute.Weekday;
            _minutes[i] = minute.Value;
            _votes[i] = vote;
            _recentVotes[i] = recentVote;
            _longVotes[i] = longVote;
            _weekdayVotes[weekday] += vote;
            _dayTypeVotes[CurveParts.DayTypeOf(weekday)] += longVote;
            VoteSum += vote;
            RecentSum += recentVote;
            LongSum += longVote;
        }
    }
}
