using Confluent.Kafka;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Streams.Kafka.Clients;

/// <summary>What an error of librdkafka means for the driver, in words for its user.</summary>
internal sealed class ClientFaults(string servers)
{
    /// <summary>A question failed; asking again harms nothing.</summary>
    public KafkaFaultException Asking(string what, KafkaException problem) => Make(what, OfCode(problem.Error) ?? KafkaFault.Retriable, problem);

    /// <summary>A call on a transaction failed. Nobody knows what became of one that ran out of time.</summary>
    public KafkaFaultException Transaction(string what, KafkaException problem)
    {
        KafkaFault fault = OfCode(problem.Error)
            ?? (IsTimeout(problem.Error.Code) ? KafkaFault.Unknown : null as KafkaFault?)
            ?? problem switch
            {
                KafkaTxnRequiresAbortException => KafkaFault.Abortable,
                KafkaRetriableException => KafkaFault.Retriable,
                _ => KafkaFault.Unknown,
            };
        return Make(what, fault, problem);
    }

    /// <summary>Taking over a transactional id failed; the call goes on where it was when it is made again.</summary>
    public KafkaFaultException Taking(string what, KafkaException problem)
    {
        bool isPassing = problem is KafkaRetriableException || IsTimeout(problem.Error.Code);
        return Make(what, OfCode(problem.Error) ?? (isPassing ? KafkaFault.Retriable : KafkaFault.Fenced), problem);
    }

    /// <summary>A consumer reports an error of its own accord; null when it goes on by itself.</summary>
    public KafkaFaultException? Reported(string what, ErrorCode code, string text, bool isFatal)
    {
        Error error = new(code, text, isFatal);
        return OfCode(error) is { } fault ? Make(what, fault, new KafkaException(error)) : null;
    }

    /// <summary>What a code means wherever it comes from; null when that depends on the call.</summary>
    public static KafkaFault? OfCode(Error error) => error.Code switch
    {
        ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
            or ErrorCode.TransactionalIdAuthorizationFailed or ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication
            or ErrorCode.TopicException or ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge or ErrorCode.InvalidRecord or ErrorCode.InvalidConfig
            or ErrorCode.InvalidTransactionTimeout or ErrorCode.InvalidSessionTimeout or ErrorCode.InconsistentGroupProtocol
            or ErrorCode.UnsupportedVersion or ErrorCode.Local_UnsupportedFeature or ErrorCode.PolicyViolation => KafkaFault.Permanent,
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => KafkaFault.Missing,
        ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch or ErrorCode.FencedInstanceId
            or ErrorCode.IllegalGeneration or ErrorCode.UnknownMemberId => KafkaFault.Fenced,
        _ => error.IsFatal ? KafkaFault.Fenced : null,
    };

    public KafkaFaultException Make(string what, KafkaFault fault, KafkaException problem)
    {
        string reason = problem.Error.Reason.TrimEnd('.', ' ');
        return new(fault, $"{what} failed: {reason} ({problem.Error.Code}). {Remedy(fault, problem.Error.Code)}", problem);
    }

    private static bool IsTimeout(ErrorCode code) =>
        code is ErrorCode.Local_TimedOut or ErrorCode.RequestTimedOut or ErrorCode.Local_MsgTimedOut or ErrorCode.Local_TimedOutQueue;

    private string Remedy(KafkaFault fault, ErrorCode code) => code switch
    {
        ErrorCode.TopicAuthorizationFailed => "Give the client's user the right to describe, read and write the topic.",
        ErrorCode.GroupAuthorizationFailed => "Give the client's user the right to read the group.",
        ErrorCode.TransactionalIdAuthorizationFailed => "Give the client's user the right to write and describe the transactional id.",
        ErrorCode.ClusterAuthorizationFailed => "Give the client's user the right on the cluster that the message names.",
        ErrorCode.SaslAuthenticationFailed or ErrorCode.Local_Authentication => "Check the user and the secret in the client properties (sasl.*).",
        ErrorCode.UnknownTopicOrPart or ErrorCode.Local_UnknownTopic or ErrorCode.Local_UnknownPartition => "Create the topic with its partitions.",
        ErrorCode.MsgSizeTooLarge or ErrorCode.RecordListTooLarge =>
            "Raise max.message.bytes of the topic, and message.max.bytes in the client properties.",
        ErrorCode.InvalidTransactionTimeout => "Lower transaction.timeout.ms, or raise the brokers' transaction.max.timeout.ms.",
        ErrorCode.InvalidSessionTimeout => "Put session.timeout.ms between the brokers' group.min.session.timeout.ms and group.max.session.timeout.ms.",
        ErrorCode.FencedInstanceId or ErrorCode.Local_Fenced or ErrorCode.ProducerFenced or ErrorCode.InvalidProducerEpoch =>
            "Another process has taken this name over. Give each instance a name of its own.",
        _ => fault switch
        {
            KafkaFault.Retriable or KafkaFault.Unknown => $"Check that the brokers can be reached ({servers}).",
            KafkaFault.Abortable => "The transaction is undone and done again.",
            KafkaFault.Fenced => "The client is replaced by a new one.",
            _ => "See the documentation of this error code of Kafka.",
        },
    };
}
