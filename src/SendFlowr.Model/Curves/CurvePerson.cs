using SendFlowr.Model.Learning;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Curves;

/// <summary>All that a person's curve is computed from: own evidence, cohort weights, size bucket, and the priors in force.</summary>
/// <remarks>A reusable buffer that allocates nothing after construction; not thread-safe.</remarks>
public sealed class CurvePerson
{
    private readonly CohortFit _cohort = new();

    /// <summary>The evidence in the person's clock.</summary>
    public CurveEvidence Evidence { get; } = new();

    /// <summary>The priors it was read with.</summary>
    public CurvePriors Priors { get; private set; } = CurvePriors.Factory;

    /// <summary>c: how much of each cohort shape the person is, summing to 1.</summary>
    public ReadOnlySpan<double> CohortWeights => _cohort.Weights;

    /// <summary>The size bucket, 0 … 8.</summary>
    public int Bucket { get; private set; }

    /// <summary>Reads a person.</summary>
    /// <param name="state">The evidence, as of a day's start or as it stands.</param>
    /// <param name="clock">The person's clock.</param>
    /// <param name="priors">The priors in force.</param>
    public void Read(EvidenceState state, PersonClock clock, CurvePriors priors)
    {
        ArgumentNullException.ThrowIfNull(priors);
        Evidence.Read(state, clock);
        Priors = priors;
        Bucket = SizeBucket.Of(Evidence.VoteSum);
        _cohort.Fit(Evidence, priors.Cohorts);
    }

    /// <summary>The four weekday profiles at a weekday: uniform, population, cohort, own.</summary>
    /// <param name="weekday">0 is Monday.</param>
    /// <param name="profiles">Four shares, filled here; over the seven days each sums to 1.</param>
    public void WeekdayProfiles(int weekday, Span<double> profiles)
    {
        const double ownPrior = 3;
        double population = Priors.Population.WeekdayShares[weekday];
        profiles[0] = 1.0 / CurveParts.DaysPerWeek;
        profiles[1] = population;
        profiles[2] = Priors.Cohorts.WeekdayMass(CohortWeights, weekday);
        profiles[3] = (Evidence.WeekdayVotes[weekday] + (ownPrior * population)) / (Evidence.VoteSum + ownPrior);
    }

    /// <summary>D(d): the share of a weekday, the profiles weighted by u; the seven sum to 1.</summary>
    public double WeekdayShare(int weekday)
    {
        Span<double> profiles = stackalloc double[CurveParts.WeekdayCount];
        WeekdayProfiles(weekday, profiles);
        ReadOnlySpan<double> weights = Priors.Weights.Weekday(Bucket);
        return (weights[0] * profiles[0]) + (weights[1] * profiles[1]) + (weights[2] * profiles[2]) + (weights[3] * profiles[3]);
    }
}
