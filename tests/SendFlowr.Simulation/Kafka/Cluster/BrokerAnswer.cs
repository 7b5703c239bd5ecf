namespace SendFlowr.Simulation.Kafka.Cluster;

/// <summary>What a broker answers; the names are those of Kafka's error codes.</summary>
internal enum BrokerAnswer
{
    None,
    ConcurrentTransactions,
    InvalidProducerEpoch,
    InvalidTransactionState,
    OutOfOrderSequence,
    UnknownMemberId,
    IllegalGeneration,
    FencedInstanceId,
    RebalanceInProgress,
}
