namespace SendFlowr.Streams.Kafka.Workers;

/// <summary>How an attempt to commit ended.</summary>
internal enum TransactionOutcome
{
    /// <summary>It is committed.</summary>
    Committed,

    /// <summary>It is as if it had not been; the same producer goes on.</summary>
    Aborted,

    /// <summary>Committed or not, nobody knows: the producer is gone, and the truth is in the topics once its successor has taken over.</summary>
    Unknown,
}
