using SendFlowr.Model.Curves;
using SendFlowr.Model.Events;
using SendFlowr.Model.Learning;
using SendFlowr.Model.Rings;
using SendFlowr.Model.Time;

namespace SendFlowr.Pipeline.Tests.Support;

/// <summary>Learns from a list of events with the model alone: no log, no tasks, no protocol.</summary>
internal static class DirectLearning
{
    /// <summary>Version 1 of the priors over every event up to the end of a day.</summary>
    public static Priors Learn(IEnumerable<SampleEvent> events, int throughDay)
    {
        Dictionary<string, (byte[] Ring, int Count)> people = [];
        foreach (SampleEvent item in events)
        {
            RingEntryOfEvent.TryCreate(Canonical(item), out RingEntry entry).ShouldBeTrue();
            if (!RingEntryOfEvent.IsDelivery(entry.Class))
            {
                (byte[] ring, int count) = people.GetValueOrDefault(item.Email, (new byte[EvidenceRing.CapacityBytes], 0));
                EvidenceRing.Add(ring, ref count, entry);
                people[item.Email] = (ring, count);
            }
        }

        Priors priors = Priors.Factory;
        for (int day = 0; day <= throughDay; day++)
        {
            DaySums sums = new();
            foreach ((byte[] ring, int count) in people.Values)
            {
                sums.AddPerson(new RingView(ring, count), day, EvidenceWeights.Default, PersonClock.Utc, new EvidenceState());
            }

            priors = sums.IsEmpty ? priors : priors.Advance(day, sums);
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
