using SendFlowr.Streams.Tables;

namespace SendFlowr.Pipeline.Person;

/// <summary>Tables of the person topology and the keys of their rows. Rows of people are keyed by node id; those of requests are in <c>RequestTables</c>.</summary>
public static class PersonTables
{
    /// <summary>The two rings of each person.</summary>
    public const string Timing = "timing";

    /// <summary>The signal memory of each person.</summary>
    public const string Signals = "signals";

    /// <summary>The newest deliveries, opens and clicks of a person with milliseconds: what scanners are told by.</summary>
    public const string Messages = "messages";

    /// <summary>Sends and deliveries of a person that wait for their other half.</summary>
    public const string Handoffs = "handoffs";

    /// <summary>The newest latency pairs of each lane, as this task saw them.</summary>
    public const string Lanes = "lanes";

    /// <summary>Lanes that changed since they were last reported.</summary>
    public const string LanesDue = "lanes-due";

    /// <summary>People whose features are to be published.</summary>
    public const string FeaturesDue = "features-due";

    /// <summary>Rows of the task itself.</summary>
    public const string Task = "task";

    /// <summary>The counters' row in <see cref="Task"/>.</summary>
    public static RowKey Counters { get; } = new(0, 1);

    /// <summary>The learning row in <see cref="Task"/>.</summary>
    public static RowKey Learning { get; } = new(0, 2);

    /// <summary>The priors in force, in <see cref="Task"/>.</summary>
    public static RowKey Priors { get; } = new(0, 3);

    /// <summary>The priors by which the day of the pending cut is summed, in <see cref="Task"/>.</summary>
    public static RowKey CutPriors { get; } = new(0, 7);

    /// <summary>Earliest day with evidence that no learning run has taken up, in <see cref="Task"/>; no row: none.</summary>
    public static RowKey TouchedDay { get; } = new(0, 5);

    /// <summary>The minute features were last published, in <see cref="Task"/>.</summary>
    public static RowKey FeaturesMinute { get; } = new(0, 4);

    /// <summary>When the next open request has something due, in <see cref="Task"/>; no row: nothing waits.</summary>
    public static RowKey NextDue { get; } = new(0, 6);
}
