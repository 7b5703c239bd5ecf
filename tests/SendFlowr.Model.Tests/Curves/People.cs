using SendFlowr.Model.Curves;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Tests.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Model.Tests.Curves;

/// <summary>People with habits, and tenants that have learned from some.</summary>
internal static class People
{
    /// <summary>A Monday.</summary>
    public const int FirstDay = 19_443;

    /// <summary>Entries of one person over some days: two favourite times, some noise, days off.</summary>
    public static RingEntry[] Entries(int seed, int count, int days = 90, int firstDay = FirstDay)
    {
        Random random = new(seed);
        int habit = random.Next(1440);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                int minute = i % 4 == 0 ? random.Next(1440) : (habit + (i % 4 * 37) + random.Next(25)) % 1440;
                return new RingEntry(((firstDay + random.Next(days)) * 1440) + minute, EvidenceClass.EventClick, (ushort)random.Next(9));
            }).DistinctBy(e => e.Minute),
        ];
    }

    public static byte[] Ring(params IEnumerable<RingEntry> entries) => NaiveRing.Built(entries);

    public static CurvePerson Read(IEnumerable<RingEntry> entries, CurvePriors priors, PersonClock clock = default)
    {
        EvidenceState state = new();
        state.Read(NaiveRing.View(NaiveRing.Built(entries)), EvidenceWeights.Default);
        CurvePerson person = new();
        person.Read(state, clock, priors);
        return person;
    }

    /// <summary>A tenant that has learned some days of some people, each in the zone that their number gives.</summary>
    public static CurvePriors Tenant(int seed, int people = 12, int days = 40, int eventsPerPerson = 60)
    {
        byte[][] rings = [.. Enumerable.Range(0, people).Select(p => NaiveRing.Built(Entries((seed * 1000) + p, eventsPerPerson, days)))];
        CurveLearner learner = new();
        CurvePriors priors = CurvePriors.Factory;
        for (int day = FirstDay; day < FirstDay + days; day++)
        {
            CurveSums sums = new();
            foreach (byte[] ring in rings)
            {
                learner.AddPerson(sums, NaiveRing.View(ring), day, EvidenceWeights.Default, PersonClock.Utc, priors);
            }

            priors = priors.Advance(day, sums);
        }

        return priors;
    }
}
