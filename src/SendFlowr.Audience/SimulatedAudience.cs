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
        IReadOnlyList<int> lanes = DrawGroups(options.People, Lanes.Count, AssignmentOfLanes);
        SimulatedPerson[] people = new SimulatedPerson[options.People];
        for (int index = 0; index < people.Length; index++)
        {
            people[index] = PersonFactory.Draw(_seed, index, lanes[index]);
        }

        People = people;
    }

    private const int AssignmentOfLanes = 0;

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
    /// Divides people into groups that differ by one person at most, by the order of a hash of the person: no group is like another by
    /// more than chance, and divisions with different numbers are independent.
    /// </summary>
    /// <param name="people">How many people.</param>
    /// <param name="groups">How many groups, 1 or more.</param>
    /// <param name="division">Number of the division, 1 or more for the caller's own.</param>
    /// <returns>The group of each person, 0 … groups − 1.</returns>
    public IReadOnlyList<int> DrawGroups(int people, int groups, int division)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        int[] order = [.. Enumerable.Range(0, people)];
        ulong[] keys = new ulong[people];
        for (int person = 0; person < people; person++)
        {
            Chance chance = Chance.At(_seed, ChancePurpose.Assignment, person, division);
            keys[person] = chance.NextBits();
        }

        Array.Sort(keys, order);
        int[] drawn = new int[people];
        for (int rank = 0; rank < people; rank++)
        {
            drawn[order[rank]] = rank % groups;
        }

        return drawn;
    }
}
