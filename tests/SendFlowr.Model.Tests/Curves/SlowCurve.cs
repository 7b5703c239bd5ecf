using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;

namespace SendFlowr.Model.Tests.Curves;

/// <summary>The recipe's formulas read off their text for one person and one minute at a cell's centre: slow, plain, with the platform's mathematics.</summary>
internal sealed class SlowCurve
{
    private readonly (int Minute, double Vote, double Recent, double Longer)[] _own;
    private readonly CurvePriors _priors;
    private readonly double[] _cohorts;

    /// <param name="entries">The ring's entries of weight 1.</param>
    /// <param name="priors">The tenant.</param>
    /// <param name="offsetMinutes">The person's clock ahead of UTC.</param>
    public SlowCurve(IEnumerable<RingEntry> entries, CurvePriors priors, int offsetMinutes = 0)
    {
        int[] ring = [.. entries.Select(e => e.Minute).Order().TakeLast(256)];
        int newest = ring.LastOrDefault();
        _priors = priors;
        _own =
        [
            .. ring.Select(t =>
            {
                double vote = 1 / Math.Sqrt(ring.Count(o => o / 1440 == t / 1440));
                double age = (newest - t) / 1440.0;
                return ((t + offsetMinutes + (3 * 1440)) % 10_080, vote, vote * Math.Pow(2, -age / 14), vote * Math.Pow(2, -age / 120));
            }),
        ];
        _cohorts = FitCohorts();
    }

    public double VoteSum => _own.Sum(e => e.Vote);

    public int Bucket => new[] { 1, 2, 4, 8, 16, 32, 64, 128 }.Count(bound => bound <= VoteSum);

    public IReadOnlyList<double> Cohorts => _cohorts;

    /// <summary>D's four profiles.</summary>
    public double[] Weekday(int day)
    {
        double g = _priors.Population.WeekdayShares[day];
        double own = _own.Where(e => e.Minute / 1440 == day).Sum(e => e.Vote);
        double cohort = Enumerable.Range(day * 48, 48).Sum(CohortMass);
        return [1.0 / 7, g, cohort, (own + (3 * g)) / (VoteSum + 3)];
    }

    /// <summary>T's twelve curves.</summary>
    public double[] TimeOfDay(int minute)
    {
        int day = minute / 1440;
        double g = _priors.Population.TimeOfDayAt(new Model.Time.MinuteOfWeek(minute));
        bool weekend = day > 4;
        double Own(double sigma, Func<(int Minute, double Vote, double Recent, double Longer), double> weight, Func<int, bool> counts, int period)
        {
            double kernels = _own.Where(e => counts(e.Minute)).Sum(e => weight(e) * Kernel(sigma, Distance(minute, e.Minute, period)));
            double sum = _own.Where(e => counts(e.Minute)).Sum(weight);
            return (kernels + g) / (sum + 1);
        }

        // The own week's kernel also takes what lies over midnight, while its sum is that of the weekday.
        double week = _own.Sum(e => e.Vote * Kernel(30, Distance(minute, e.Minute, 10_080)));
        double onDay = _own.Where(e => e.Minute / 1440 == day).Sum(e => e.Vote);
        return
        [
            g,
            _priors.Population7Days.TimeOfDayAt(new Model.Time.MinuteOfWeek(minute)),
            _priors.Population30DaysAt(new Model.Time.MinuteOfWeek(minute)),
            CohortDensity(minute) / Weekday(day)[2],
            Own(20, e => e.Recent, _ => true, 1440),
            Own(60, e => e.Recent, _ => true, 1440),
            Own(20, e => e.Longer, _ => true, 1440),
            Own(60, e => e.Longer, _ => true, 1440),
            Own(5, e => e.Vote, _ => true, 1440),
            Own(20, e => e.Vote, _ => true, 1440),
            (week + g) / (onDay + 1),
            Own(60, e => e.Longer, m => m / 1440 > 4 == weekend, 1440),
        ];
    }

    public double Mixed(int minute) => Dot(_priors.Weights.TimeOfDay(Bucket), TimeOfDay(minute));

    public double Share(int day) => Dot(_priors.Weights.Weekday(Bucket), Weekday(day));

    /// <summary>P at a cell's centre.</summary>
    public double Density(int minute, double mass)
    {
        double guard = _priors.Weights.Guard(Bucket);
        double population = _priors.Population.Week.DensityAt(new Model.Time.MinuteOfWeek(minute));
        return ((1 - guard) * Share(minute / 1440) * Mixed(minute) / mass) + (guard * population);
    }

    /// <summary>Z of a day: five times the sum over its cells' centres.</summary>
    public double DayMass(int day) => 5 * Enumerable.Range(0, 288).Sum(c => Mixed((day * 1440) + (5 * c) + 2));

    private double[] FitCohorts()
    {
        double[] common = _priors.Cohorts.Common.ToArray();
        double[] weights = [.. common];
        double[] votes = new double[336];
        double scale = Math.Min(1, 200 / VoteSum);
        foreach ((int minute, double vote, _, _) in _own)
        {
            votes[minute / 30] += vote * scale;
        }

        for (int round = 0; round < 15 && _own.Length > 0; round++)
        {
            double[] next = [.. weights.Select((c, j) => (c * Enumerable.Range(0, 336).Sum(x => votes[x] == 0 ? 0
                : votes[x] * _priors.Cohorts.Shape(j)[x] / weights.Select((w, l) => w * _priors.Cohorts.Shape(l)[x]).Sum())) + (4 * common[j]))];
            weights = [.. next.Select(c => c / next.Sum())];
        }

        return weights;
    }

    private double CohortMass(int cell) => _cohorts.Select((c, j) => c * _priors.Cohorts.Shape(j)[(cell + 336) % 336]).Sum();

    private double CohortDensity(int minute)
    {
        double position = (minute - 15) / 30.0;
        int cell = (int)Math.Floor(position);
        double fraction = position - cell;
        return ((CohortMass(cell) * (1 - fraction)) + (CohortMass(cell + 1) * fraction)) / 30;
    }

    private static double Dot(ReadOnlySpan<double> left, double[] right)
    {
        double sum = 0;
        for (int i = 0; i < right.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private static int Distance(int left, int right, int period)
    {
        int distance = Math.Abs(left - right) % period;
        return Math.Min(distance, period - distance);
    }

    private static double Kernel(double sigma, int distance) =>
        distance > 5 * sigma ? 0 : Math.Exp(-distance * distance / (2 * sigma * sigma)) / (sigma * Math.Sqrt(2 * Math.PI));
}
