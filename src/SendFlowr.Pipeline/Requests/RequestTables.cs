namespace SendFlowr.Pipeline.Requests;

/// <summary>Tables of requests in the person topology.</summary>
public static class RequestTables
{
    /// <summary>By the hash of a request_id: its content, and once it is settled how it ended. Lies with the id's home.</summary>
    public const string Home = "request-home";

    /// <summary>Settled ids by the day they were settled, to be forgotten with it.</summary>
    public const string SettledDays = "request-days";

    /// <summary>By the hash of a request_id: where an open request stands, and its own bytes. Lies with its person, as all that follow.</summary>
    public const string Pending = "pending";

    /// <summary>Keys of a person's open requests, in order.</summary>
    public const string PendingOf = "pending-of";

    /// <summary>People whose open requests are to be decided anew.</summary>
    public const string ReplansDue = "replans-due";

    /// <summary>The newest estimate of each lane.</summary>
    public const string LaneEstimates = "lane-estimates";
}
