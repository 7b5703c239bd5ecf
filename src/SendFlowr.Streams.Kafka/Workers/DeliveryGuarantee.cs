namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>What a crash may do to the outcome of a record.</summary>
public enum DeliveryGuarantee
{
    /// <summary>Nothing: the work since the last commit is undone and done again, in transactions.</summary>
    ExactlyOnce,

    /// <summary>What was put out since the last commit is put out again. Without transactions; for comparison.</summary>
    AtLeastOnce,
}
