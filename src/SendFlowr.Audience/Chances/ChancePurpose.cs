namespace SendFlowr.Audience.Chances;

/// <summary>What a stream of random numbers is for. The numbers are part of what a seed means: never renumber.</summary>
public enum ChancePurpose
{
    /// <summary>Who a person is.</summary>
    Person = 1,

    /// <summary>Visits of a person on a day.</summary>
    Visits = 2,

    /// <summary>Whether a spell of greater interest begins for a person on a day.</summary>
    Burst = 3,

    /// <summary>Support tickets of a person on a day.</summary>
    Ticket = 4,

    /// <summary>Leaving the list of one's own accord, by person and day.</summary>
    Leaving = 5,

    /// <summary>Time a message takes.</summary>
    Latency = 6,

    /// <summary>What a person does with a message.</summary>
    Engagement = 7,

    /// <summary>How crowded a lane is in an hour.</summary>
    Congestion = 8,

    /// <summary>Who gets which lane, which arm.</summary>
    Assignment = 9,
}
