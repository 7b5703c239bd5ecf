using System.Text;
using SendFlowr.Audience.Attention;
using SendFlowr.Audience.Chances;
using SendFlowr.Audience.Lanes;
using SendFlowr.Audience.People;
using SendFlowr.Model.Numerics;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience.Messages;

/// <summary>What becomes of a message, as a function of the seed, the message's id and the moment of its trigger.</summary>
/// <remarks>The process is the one whose chances <see cref="EngagementTruth"/> computes. Pure, thread-safe.</remarks>
internal static class MessageFate
{
    /// <summary>Of those who engage, how many click.</summary>
    private const double ClickChance = 0.15;

    /// <summary>Of those who engage, how many leave the list.</summary>
    private const double LeaveChance = 0.008;

    /// <summary>Of those who engage, how many report spam.</summary>
    private const double ComplaintChance = 0.0005;

    private const double MeanSecondsToClick = 25;
    private const double MeanSecondsToLeave = 60;

    /// <summary>What is left of a message after so long counts as nothing: e^(−14), a millionth.</summary>
    private const int MaxAgeMinutes = 7 * MinuteOfWeek.MinutesPerDay;

    public static Message Of(ulong seed, SimulatedPerson person, SimulatedLane lane, Timestamp trigger, MessageName name)
    {
        ulong number = Fnv1a.Add(Fnv1a.Start, Encoding.UTF8.GetBytes(name.MessageId));
        Chance chance = Chance.At(seed, ChancePurpose.Engagement, unchecked((long)number));
        Timestamp delivered = lane.ArrivalOf(trigger, number);
        double looks = chance.Exponential(1);
        Timestamp? loaded = person.LoadsImages ? After(delivered, chance.Uniform(1, 40)) : null;
        Message message = new()
        {
            MessageId = name.MessageId,
            RequestId = name.RequestId,
            CampaignId = name.CampaignId,
            PersonIndex = person.Index,
            Lane = lane.Lane,
            SentAt = trigger,
            DeliveredAt = delivered,
            LoadedAt = loaded,
        };
        return FirstLook(person, delivered, looks) is { } engaged ? React(message, engaged, seed, ref chance) : message;
    }

    private static Message React(Message message, Timestamp engaged, ulong seed, ref Chance chance)
    {
        bool clicks = chance.Happens(ClickChance);
        Timestamp clicked = After(engaged, chance.Exponential(MeanSecondsToClick));
        Timestamp left = After(engaged, chance.Exponential(MeanSecondsToLeave));
        double fate = chance.NextUnit();
        bool leaves = fate < LeaveChance;
        bool complains = !leaves && fate < LeaveChance + ComplaintChance;
        return message with
        {
            EngagedAt = engaged,
            ClickedAt = clicks ? clicked : null,
            UnsubscribedAt = leaves ? left : null,
            ResubscribedAt = leaves ? Subscription.ReturnAfter(left, seed, message.PersonIndex) : null,
            ComplainedAt = complains ? left : null,
        };
    }

    /// <summary>
    /// When the integral of g·α·s since the arrival reaches a threshold drawn from the exponential distribution: the first point of a
    /// Poisson process of that intensity. Within a cell of five minutes the intensity is taken as even.
    /// </summary>
    private static Timestamp? FirstLook(SimulatedPerson person, Timestamp delivered, double looks)
    {
        double cellStart = delivered.EpochMilliseconds / (double)Timestamp.MillisecondsPerMinute;
        long cell = FloorToCell(delivered.EpochMinute);
        double before = 1;
        double seen = 0;
        for (double age = 0; age < MaxAgeMinutes;)
        {
            cell += AttentionWeek.MinutesPerCell;
            double end = cell - cellStart;
            double after = Salience.Remaining(end);
            MinuteOfWeek local = MinuteOfWeek.FromEpochMinute(cell - AttentionWeek.MinutesPerCell + person.UtcOffsetMinutes);
            double inCell = person.Engagement * person.Attention.At(local) * (before - after);
            if (seen + inCell >= looks)
            {
                double at = age + ((end - age) * (looks - seen) / inCell);
                return After(delivered, at * 60);
            }

            seen += inCell;
            if (seen + (person.Engagement * person.Attention.Greatest * after) < looks)
            {
                return null;
            }

            (age, before) = (end, after);
        }

        return null;
    }

    /// <summary>Offsets are multiples of five minutes, so cells of everybody's clock begin together.</summary>
    private static long FloorToCell(long minute) => minute - (UtcDay.MinuteWithin(minute) % AttentionWeek.MinutesPerCell);

    private static Timestamp After(Timestamp instant, double seconds) => new(instant.EpochMilliseconds + (long)(seconds * 1000));
}
