using SendFlowr.Audience.Attention;
using SendFlowr.Audience.Chances;
using SendFlowr.Audience.Events;
using SendFlowr.Audience.Messages;
using SendFlowr.Audience.People;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Activity;

/// <summary>What a person does unprompted on one UTC day: visits in bursts, now and then a ticket, or leaving the list.</summary>
/// <remarks>
/// Visits are a cascading Poisson process (Malmgren et al., PNAS 105, 2008): visits begin at the person's rate × α, and each continues
/// for some minutes with further events. Every day has its own chance, so days can be asked for in any order. Not thread-safe.
/// </remarks>
internal sealed class DayActivity
{
    private const double BurstChance = 0.015;
    private const int LongestBurstDays = 3;
    private const double BurstFactor = 5;
    private const double TicketChance = 0.003;
    private const double SatisfiedChance = 0.8;
    private const double LeastTicketHours = 2;
    private const double MostTicketHours = 48;
    private const double LeavingChance = 0.0003;
    private const int MinutesPerHour = 60;

    private readonly double[] _cumulative = new double[AttentionWeek.CellsPerDay];
    private readonly ulong _seed;

    public DayActivity(ulong seed) => _seed = seed;

    /// <summary>Adds what a person does on a day, in no particular order.</summary>
    /// <param name="person">Who.</param>
    /// <param name="day">In days since 1970-01-01.</param>
    /// <param name="events">Receives the events.</param>
    public void Add(SimulatedPerson person, long day, List<AudienceEvent> events)
    {
        double attention = Accumulate(person, day);
        Chance chance = Chance.At(_seed, ChancePurpose.Visits, person.Index, day);
        double mean = person.VisitsPerWeek / AttentionWeek.DaysPerWeek * attention * (IsBurst(person.Index, day) ? BurstFactor : 1);
        int visits = chance.Poisson(mean);
        long number = day * VisitEvents.NumbersPerDay;
        for (int visit = 0; visit < visits; visit++)
        {
            VisitEvents.Add(person.Index, AttentiveInstant(day, ref chance), EndOf(day), ref number, ref chance, events);
        }

        for (int ago = 0; ago * 24 <= MostTicketHours; ago++)
        {
            AddTicket(person, day - ago, day, events);
        }

        for (int ago = 0; ago <= Subscription.MostDays; ago++)
        {
            AddLeaving(person, day - ago, day, events);
        }
    }

    /// <summary>Whether a spell of greater interest, one to three days long, holds the day.</summary>
    internal bool IsBurst(int person, long day)
    {
        for (int ago = 0; ago < LongestBurstDays; ago++)
        {
            Chance chance = Chance.At(_seed, ChancePurpose.Burst, person, day - ago);
            if (chance.Happens(BurstChance) && chance.NextBelow(LongestBurstDays) >= ago)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Sums α over the cells of the UTC day; returns its mean over the day.</summary>
    private double Accumulate(SimulatedPerson person, long day)
    {
        MinuteOfWeek start = MinuteOfWeek.FromEpochMinute(UtcDay.StartMinute(day) + person.UtcOffsetMinutes);
        double sum = 0;
        for (int cell = 0; cell < _cumulative.Length; cell++)
        {
            sum += person.Attention.At(start.Plus(cell * AttentionWeek.MinutesPerCell));
            _cumulative[cell] = sum;
        }

        return sum / _cumulative.Length;
    }

    /// <summary>An instant of the day drawn by α; the person and day are those of the last <see cref="Accumulate"/>.</summary>
    private Timestamp AttentiveInstant(long day, ref Chance chance)
    {
        double at = chance.NextUnit() * _cumulative[^1];
        int cell = Array.BinarySearch(_cumulative, at);
        cell = Math.Min(cell < 0 ? ~cell : cell + 1, _cumulative.Length - 1);
        double minutes = (cell + chance.NextUnit()) * AttentionWeek.MinutesPerCell;
        return new Timestamp(Timestamp.FromEpochDay(day).EpochMilliseconds + (long)(minutes * Timestamp.MillisecondsPerMinute));
    }

    private void AddTicket(SimulatedPerson person, long opened, long day, List<AudienceEvent> events)
    {
        Chance chance = Chance.At(_seed, ChancePurpose.Ticket, person.Index, opened);
        if (!chance.Happens(person.Kind == RhythmKind.Absent ? 0 : TicketChance))
        {
            return;
        }

        Timestamp created = SomeInstant(person, opened, ref chance);
        double minutes = chance.LogUniform(LeastTicketHours, MostTicketHours) * MinutesPerHour;
        Timestamp closed = new(created.EpochMilliseconds + (long)(minutes * Timestamp.MillisecondsPerMinute));
        bool satisfied = chance.Happens(SatisfiedChance);
        if (opened == day)
        {
            events.Add(new AudienceEvent(created, person.Index, AudienceEventKind.TicketCreated, opened));
        }

        if (closed.EpochDay == day)
        {
            AudienceEventKind kind = satisfied ? AudienceEventKind.TicketClosedSatisfied : AudienceEventKind.TicketClosedUnsatisfied;
            events.Add(new AudienceEvent(closed, person.Index, kind, opened));
        }
    }

    private void AddLeaving(SimulatedPerson person, long left, long day, List<AudienceEvent> events)
    {
        Chance chance = Chance.At(_seed, ChancePurpose.Leaving, person.Index, left);
        if (!chance.Happens(LeavingChance))
        {
            return;
        }

        Timestamp unsubscribed = SomeInstant(person, left, ref chance);
        if (left == day)
        {
            events.Add(new AudienceEvent(unsubscribed, person.Index, AudienceEventKind.Unsubscribed, left));
        }

        if (Subscription.ReturnAfter(unsubscribed, _seed, person.Index) is { } back && back.EpochDay == day)
        {
            events.Add(new AudienceEvent(back, person.Index, AudienceEventKind.Subscribed, left));
        }
    }

    /// <summary>An instant of a person's waking day, rarer things do not wait for a habit.</summary>
    private static Timestamp SomeInstant(SimulatedPerson person, long day, ref Chance chance)
    {
        const double opens = 8;
        const double closes = 22;
        double local = chance.Uniform(opens, closes) * MinutesPerHour;
        int utc = MinuteOfWeek.Wrap((long)local - person.UtcOffsetMinutes).MinuteOfDay;
        double second = chance.Uniform(0, Timestamp.MillisecondsPerMinute);
        return new Timestamp(Timestamp.FromEpochMinute(UtcDay.StartMinute(day) + utc).EpochMilliseconds + (long)second);
    }

    private static Timestamp EndOf(long day) => Timestamp.FromEpochDay(day + 1);
}
