using SendFlowr.Audience.Activity;
using SendFlowr.Audience.Chances;
using SendFlowr.Audience.Events;
using SendFlowr.Audience.Lanes;
using SendFlowr.Audience.Messages;
using SendFlowr.Audience.People;
using SendFlowr.Model.Events;
using SendFlowr.Model.Latency;
using SendFlowr.Model.Time;

namespace SendFlowr.Audience;

/// <summary>People with known habits, what they do unprompted, and what becomes of messages to them: truth to measure an engine against.</summary>
/// <remarks>
/// Everything is a function of the options: no clock, no state. Safe for all threads. How people are drawn and why is in docs/AUDIENCE.md.
/// </remarks>
public sealed class SimulatedAudience
{
    private readonly ulong _seed;

    private SimulatedAudience(AudienceOptions options)
    {
        Options = options;
        _seed = unchecked((ulong)options.Seed);
        Lanes =
        [
            new SimulatedLane(_seed, 0, new Lane("steady", "email"), LatencyRegime.Steady),
            new SimulatedLane(_seed, 1, new Lane("slow", "email"), LatencyRegime.Slow),
            new SimulatedLane(_seed, 2, new Lane("rush", "email"), LatencyRegime.TopOfHour),
        ];
        int[] ranks = DrawRanks();
        SimulatedPerson[] people = new SimulatedPerson[options.People];
        for (int index = 0; index < people.Length; index++)
        {
            people[index] = PersonFactory.Draw(_seed, index, ranks[index] % Lanes.Count);
        }

        People = people;
    }

    public AudienceOptions Options { get; }

    public IReadOnlyList<SimulatedPerson> People { get; }

    /// <summary>steady, slow and rush, in this order: providers of the channel email.</summary>
    public IReadOnlyList<SimulatedLane> Lanes { get; }

    /// <exception cref="ArgumentException">An option is out of range; the text names it.</exception>
    public static SimulatedAudience Create(AudienceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return new SimulatedAudience(options);
    }

    /// <summary>What everybody does unprompted on a day, in order.</summary>
    /// <param name="day">In days since 1970-01-01.</param>
    public List<AudienceEvent> EventsOfDay(long day)
    {
        DayActivity activity = new(_seed);
        List<AudienceEvent> events = [];
        foreach (SimulatedPerson person in People)
        {
            activity.Add(person, day, events);
        }

        events.Sort();
        return events;
    }

    /// <summary>Triggers a message to a person through their lane.</summary>
    /// <param name="person">Who gets it.</param>
    /// <param name="trigger">When it is handed to the lane.</param>
    /// <param name="name">What it is called; from its id all chance follows.</param>
    public Message Deliver(SimulatedPerson person, Timestamp trigger, MessageName name)
    {
        ArgumentNullException.ThrowIfNull(person);
        ArgumentException.ThrowIfNullOrEmpty(name.MessageId);
        return MessageFate.Of(_seed, person, Lanes[person.LaneIndex], trigger, name);
    }

    /// <summary>Tells an event in full; the holder is emptied first.</summary>
    public void Write(in AudienceEvent source, CanonicalEvent into)
    {
        ArgumentNullException.ThrowIfNull(into);
        EventText.Write(source, People[source.PersonIndex], into);
    }

    /// <summary>
    /// Divides people into groups that differ in size by one person at most, within each lane too, by the order of a hash of the person:
    /// no group is unlike another but by chance.
    /// </summary>
    /// <param name="groups">How many groups, 1 or more.</param>
    /// <returns>The group of each person, 0 … groups − 1.</returns>
    public IReadOnlyList<int> DrawGroups(int groups)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        return [.. DrawRanks().Select(rank => rank / Lanes.Count % groups)];
    }

    /// <summary>The place of each person in the order of a hash.</summary>
    private int[] DrawRanks()
    {
        int[] order = [.. Enumerable.Range(0, Options.People)];
        ulong[] keys = new ulong[order.Length];
        for (int person = 0; person < keys.Length; person++)
        {
            Chance chance = Chance.At(_seed, ChancePurpose.Assignment, person);
            keys[person] = chance.NextBits();
        }

        Array.Sort(keys, order);
        int[] ranks = new int[order.Length];
        for (int rank = 0; rank < ranks.Length; rank++)
        {
            ranks[order[rank]] = rank;
        }

        return ranks;
    }
}
