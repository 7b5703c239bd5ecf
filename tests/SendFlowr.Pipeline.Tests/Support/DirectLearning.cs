using SendFlowr.Model.Events;
using SendFlowr.Model.Identity;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Tests.Support;

/// <summary>Learns from a list of events with the model alone: no log, no tasks, no protocol.</summary>
internal static class DirectLearning
{
    /// <summary>Version 1 of the priors over every event up to the end of a day.</summary>
    public static CurvePriors Learn(IEnumerable<SampleEvent> events, int throughDay, Func<string, NodeId> nodeOf)
    {
        Dictionary<string, (byte[] Ring, int Count)> people = [];
        Dictionary<string, (byte[] Ring, int Count)> deliveries = [];
        foreach (SampleEvent item in events)
        {
            RingEntryOfEvent.TryCreate(Canonical(item), out RingEntry entry).ShouldBeTrue();
            Dictionary<string, (byte[] Ring, int Count)> rings = RingEntryOfEvent.IsDelivery(entry.Class) ? deliveries : people;
            (byte[] ring, int count) = rings.GetValueOrDefault(item.Email, (new byte[EvidenceRing.CapacityBytes], 0));
            if (rings == deliveries)
            {
                DeliveryRing.Add(ring, ref count, entry);
            }
            else
            {
                EvidenceRing.Add(ring, ref count, entry);
            }

            rings[item.Email] = (ring, count);
        }

        CurveLearner learner = new();
        DayWindow window = new();
        CurvePriors priors = CurvePriors.Factory;
        for (int day = 0; day <= throughDay; day++)
        {
            CurveSums sums = new();
            foreach ((string email, (byte[] ring, int count)) in people)
            {
                (byte[] delivered, int deliveredCount) = deliveries.GetValueOrDefault(email, ([], 0));
                RingView exposure = new(delivered, deliveredCount);
                learner.AddPerson(sums, new RingView(ring, count), exposure, day, EvidenceWeights.Default, PersonClock.Utc, priors);
                if ((nodeOf(email).Low & 31) == 0)
                {
                    window.Add(sums, new RingView(ring, count), exposure, day, EvidenceWeights.Default, PersonClock.Utc, priors, 60);
                }
            }

            priors = sums.Events == 0 ? priors : priors.Advance(day, sums);
        }

        return priors.Publish(1, throughDay);
    }

    private static CanonicalEvent Canonical(SampleEvent item) => new()
    {
        EventId = item.Id,
        EventType = item.Type,
        OccurredAt = new Timestamp(item.At),
        Provider = item.Provider,
        MessageId = item.Message,
        Machine = item.Machine switch { "prefetch" => MachineFlag.Prefetch, "scanner" => MachineFlag.Scanner, _ => MachineFlag.None },
    };
}
