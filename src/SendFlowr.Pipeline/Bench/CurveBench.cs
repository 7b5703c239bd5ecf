using SendFlowr.Model.Curves;
using SendFlowr.Model.Decisions;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Bench;

/// <summary>How long a person's curve takes on this machine, on one thread, with a tenant that has learned for sixty days.</summary>
public static class CurveBench
{
    private const int FirstDay = 20_000;
    private const int Days = 60;
    private const int TenantPeople = 100;
    private const int TenantEvents = 40;
    private const int HorizonMinutes = 60;
    private const int Repeats = 60;
    private const int RunsOfRepeat = 300;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(500);

    private static readonly int[] Sizes = [0, 30, EvidenceRing.Capacity];

    /// <summary>Measures histories of 0, 30 and 256 events.</summary>
    /// <param name="seed">Of the people.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Looked at between sizes.</param>
    public static IReadOnlyList<CurveBenchResult> Run(long seed, TimeProvider time, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(time);
        CurvePriors priors = Tenant(seed);
        List<CurveBenchResult> results = [];
        foreach (int size in Sizes)
        {
            cancellation.ThrowIfCancellationRequested();
            results.Add(Measure(Ring(seed, size), priors, time));
        }

        return results;
    }

    private static CurveBenchResult Measure(byte[] ring, CurvePriors priors, TimeProvider time)
    {
        EvidenceState state = new();
        CurvePerson person = new();
        PersonWeek week = new();
        ArrivalMasses masses = new();
        int count = ring.Length / RingEntry.SizeBytes;
        void Read() => state.Read(new RingView(ring, count), EvidenceWeights.Default);
        void Know() => person.Read(state, PersonClock.Utc, priors);
        void Build() => week.Build(person);
        void All()
        {
            Read();
            Know();
            Build();
        }

        void Decide()
        {
            All();
            masses.Set(week.Total, HorizonMinutes);
            MinuteOfWeek best = masses.Best(new MinuteOfWeek(3123), MinuteOfWeek.MinutesPerWeek);
            week.OwnShare(best, HorizonMinutes);
        }

        WarmUp(Decide, time);
        return new CurveBenchResult(
            count, Least(Read, time), Least(Know, time), Least(Build, time), Least(All, time), Least(Decide, time), Allocated(Decide));
    }

    /// <summary>Long enough for the runtime to compile what runs often in full.</summary>
    private static void WarmUp(Action action, TimeProvider time)
    {
        long start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < WarmUpTime)
        {
            action();
        }
    }

    private static double Least(Action action, TimeProvider time)
    {
        double least = double.PositiveInfinity;
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            long start = time.GetTimestamp();
            for (int i = 0; i < RunsOfRepeat; i++)
            {
                action();
            }

            least = Math.Min(least, time.GetElapsedTime(start).TotalMicroseconds / RunsOfRepeat);
        }

        return least;
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static CurvePriors Tenant(long seed)
    {
        byte[][] rings = [.. Enumerable.Range(0, TenantPeople).Select(person => Ring(seed + 1 + person, TenantEvents))];
        CurveLearner learner = new();
        CurveSums sums = new();
        CurvePriors priors = CurvePriors.Factory;
        for (int day = FirstDay; day < FirstDay + Days; day++)
        {
            sums.Clear();
            foreach (byte[] ring in rings)
            {
                learner.AddPerson(
                    sums, new RingView(ring, ring.Length / RingEntry.SizeBytes), day, EvidenceWeights.Default, PersonClock.Utc, priors);
            }

            priors = priors.Advance(day, sums);
        }

        return priors;
    }

    /// <summary>Someone who is active around a favourite hour, give or take three, on days drawn at random.</summary>
    private static byte[] Ring(long seed, int size)
    {
        const int spreadMinutes = 180;
        Random random = new(unchecked((int)seed));
        int favourite = random.Next(UtcDay.Minutes);
        byte[] row = new byte[EvidenceRing.CapacityBytes];
        int count = 0;
        while (count < size)
        {
            double spread = spreadMinutes * (random.NextDouble() + random.NextDouble() - 1);
            long day = FirstDay + random.Next(Days);
            EvidenceRing.Add(row, ref count, new RingEntry(UtcDay.StartMinute(day) + favourite + (int)spread + UtcDay.Minutes, EvidenceClass.EventClick, 0));
        }

        return row[..(count * RingEntry.SizeBytes)];
    }
}
