using SendFlowr.Audience.Events;
using SendFlowr.Audience.Messages;
using SendFlowr.Audience.People;
using SendFlowr.Audience.Tests.Support;
using SendFlowr.Audience.Timelines;
using SendFlowr.Model.Curves;
using SendFlowr.Model.Events;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Tests.Learning;

/// <summary>Sixteen weeks of an audience as a tenant sees them, and what curves and histograms make of them. People with five events or more.</summary>
internal sealed class Recovery
{
    private const int Days = 112;
    private const int LeastEvents = 5;
    private const int Nine = 9 * 60;
    private const int Hours = 168;
    private const int DaysPerWeek = 7;

    private readonly SimulatedAudience _audience;
    private readonly PersonRings[] _rings;

    /// <param name="audience">The people.</param>
    /// <param name="visits">Whether the tenant sees visits to the shop, or only what its mail provider tells.</param>
    /// <param name="habitual">Mails at 9:00 UTC, otherwise at any minute of the day.</param>
    /// <param name="mailsPerWeek">1 … 7, on days drawn.</param>
    public Recovery(SimulatedAudience audience, bool visits, bool habitual, int mailsPerWeek)
    {
        _audience = audience;
        _rings = [.. audience.People.Select(_ => new PersonRings())];
        AudienceTimeline timeline = new(audience, Samples.Monday);
        CanonicalEvent told = new();
        Random random = new((int)Samples.Seed);
        for (long day = Samples.Monday; day < Samples.Monday + Days; day++)
        {
            foreach (SimulatedPerson person in audience.People)
            {
                int minute = random.Next(UtcDay.Minutes);
                if (random.Next(DaysPerWeek) < mailsPerWeek)
                {
                    timeline.Add(audience.Deliver(person, Samples.At(day, habitual ? Nine : minute), new MessageName($"m{person.Index}-{day}")));
                }
            }

            while (timeline.TryTake(Timestamp.FromEpochDay(day + 1), out AudienceEvent taken))
            {
                if (visits || taken.Message is not null)
                {
                    audience.Write(taken, told);
                    RingEntryOfEvent.TryCreate(told, out RingEntry entry).ShouldBeTrue();
                    _rings[taken.PersonIndex].Add(entry);
                }
            }
        }
    }

    public RecoveryErrors Measure()
    {
        CurvePriors plain = Learn(exposed: false);
        CurvePriors exposed = Learn(exposed: true);
        double[] sums = new double[8];
        int people = 0;
        foreach (SimulatedPerson person in _audience.People)
        {
            PersonRings rings = _rings[person.Index];
            if (rings.Evidence.Count < LeastEvents)
            {
                continue;
            }

            people++;
            double[] truth = Truth(person);
            double[] rawWeek = Histogram(rings.Evidence, RingHistogram.HourOfWeekSlots);
            double[] rawHours = Histogram(rings.Evidence, RingHistogram.HourOfDaySlots);
            double[] rawWeekdays = Histogram(rings.Evidence, RingHistogram.WeekdaySlots);
            double[] rawDay = [.. Enumerable.Range(0, Hours).Select(hour => rawHours[hour % 24] * rawWeekdays[hour / 24])];
            double[] curve = Curve(rings.Evidence, default, plain);
            double[] corrected = Curve(rings.Evidence, rings.Deliveries, exposed);
            double[] errors =
            [
                Error(rawWeek, truth), Error(rawDay, truth), Error([.. Enumerable.Repeat(1.0 / Hours, Hours)], truth), Error(curve, truth), Error(corrected, truth),
                Error(rawHours, OfDay(truth)), Error(OfDay(curve), OfDay(truth)), Error(OfDay(corrected), OfDay(truth)),
            ];
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += errors[i];
            }
        }

        double[] means = [.. sums.Select(sum => sum / people)];
        return new RecoveryErrors(means[0], means[1], means[2], means[3], means[4], means[5], means[6], means[7]);
    }

    private CurvePriors Learn(bool exposed)
    {
        CurveLearner learner = new();
        CurvePriors priors = CurvePriors.Factory;
        for (long day = Samples.Monday; day < Samples.Monday + Days; day++)
        {
            CurveSums sums = new();
            foreach (PersonRings rings in _rings)
            {
                learner.AddPerson(sums, rings.Evidence, exposed ? rings.Deliveries : default, day, EvidenceWeights.Default, PersonClock.Utc, priors);
            }

            priors = priors.Advance(day, sums);
        }

        return priors;
    }

    private static double[] Curve(RingView evidence, RingView deliveries, CurvePriors priors)
    {
        EvidenceState state = new();
        state.Read(evidence, deliveries, EvidenceWeights.Default);
        CurvePerson person = new();
        person.Read(state, PersonClock.Utc, priors);
        PersonWeek week = new();
        week.Build(person);
        double[] hours = new double[Hours];
        week.Total.ToSlots(hours);
        return hours;
    }

    private static double[] Histogram(RingView evidence, int count)
    {
        int[] slots = new int[count];
        RingHistogram.Fill(evidence, EvidenceClassSet.Engagement, 0, long.MaxValue, PersonClock.Utc, slots);
        double total = Math.Max(1, slots.Sum());
        return [.. slots.Select(slot => slot / total)];
    }

    private static double[] Truth(SimulatedPerson person)
    {
        double[] hours = new double[Hours];
        for (int minute = 0; minute < MinuteOfWeek.MinutesPerWeek; minute++)
        {
            hours[minute / 60] += person.Attention.At(MinuteOfWeek.Wrap(minute + person.UtcOffsetMinutes)) / MinuteOfWeek.MinutesPerWeek;
        }

        return hours;
    }

    private static double[] OfDay(double[] week) => [.. Enumerable.Range(0, 24).Select(hour => Enumerable.Range(0, 7).Sum(day => week[(24 * day) + hour]))];

    private static double Error(double[] estimate, double[] truth) => estimate.Zip(truth, (e, t) => (e - t) * (e - t)).Sum();

    /// <summary>Both rings of a person.</summary>
    private sealed class PersonRings
    {
        private readonly byte[] _evidence = new byte[EvidenceRing.CapacityBytes];
        private readonly byte[] _deliveries = new byte[DeliveryRing.CapacityBytes];
        private int _evidenceCount;
        private int _deliveryCount;

        public RingView Evidence => new(_evidence, _evidenceCount);

        public RingView Deliveries => new(_deliveries, _deliveryCount);

        public void Add(RingEntry entry)
        {
            if (RingEntryOfEvent.IsDelivery(entry.Class))
            {
                DeliveryRing.Add(_deliveries, ref _deliveryCount, entry);
            }
            else
            {
                EvidenceRing.Add(_evidence, ref _evidenceCount, entry);
            }
        }
    }
}
