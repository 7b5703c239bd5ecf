using Confluent.Kafka;
using SendFlowr.Streams.Kafka.Clients;
using SendFlowr.Streams.Kafka.Ports;

namespace SendFlowr.Integration.Clients;

public sealed class ClientFaultsTests
{
    private static readonly ClientFaults Faults = new("broker:9092");

    [Fact]
    public void a_transactional_call_that_ran_out_of_time_is_unknown_whatever_else_it_says()
    {
        Error error = new(ErrorCode.Local_TimedOut);
        Fault(new KafkaException(error)).ShouldBe(KafkaFault.Unknown);
        Fault(new KafkaRetriableException(error)).ShouldBe(KafkaFault.Unknown);
        Fault(new KafkaTxnRequiresAbortException(error)).ShouldBe(KafkaFault.Unknown);
    }

    [Fact]
    public void the_kind_of_an_exception_decides_when_its_code_does_not()
    {
        Fault(new KafkaTxnRequiresAbortException(new(ErrorCode.Local_Inconsistent))).ShouldBe(KafkaFault.Abortable);
        Fault(new KafkaRetriableException(new(ErrorCode.GroupCoordinatorNotAvailable))).ShouldBe(KafkaFault.Retriable);
        Fault(new KafkaException(new Error(ErrorCode.Local_State))).ShouldBe(KafkaFault.Unknown);
        Fault(new KafkaException(new Error(ErrorCode.OutOfOrderSequenceNumber, "gap", isFatal: true))).ShouldBe(KafkaFault.Fenced);
    }

    [Theory]
    [InlineData(ErrorCode.ProducerFenced)]
    [InlineData(ErrorCode.Local_Fenced)]
    [InlineData(ErrorCode.InvalidProducerEpoch)]
    [InlineData(ErrorCode.FencedInstanceId)]
    [InlineData(ErrorCode.IllegalGeneration)]
    [InlineData(ErrorCode.UnknownMemberId)]
    public void somebody_else_has_the_name(ErrorCode code) => Fault(new KafkaTxnRequiresAbortException(new(code))).ShouldBe(KafkaFault.Fenced);

    [Theory]
    [InlineData(ErrorCode.TransactionalIdAuthorizationFailed)]
    [InlineData(ErrorCode.TopicAuthorizationFailed)]
    [InlineData(ErrorCode.MsgSizeTooLarge)]
    public void some_things_fail_again(ErrorCode code) => Fault(new KafkaException(new Error(code, "text", isFatal: true))).ShouldBe(KafkaFault.Permanent);

    [Theory]
    [InlineData(ErrorCode.UnknownTopicOrPart)]
    [InlineData(ErrorCode.Local_UnknownTopic)]
    [InlineData(ErrorCode.Local_UnknownPartition)]
    public void what_is_missing_may_come(ErrorCode code) => Fault(new KafkaException(new Error(code, "text", isFatal: true))).ShouldBe(KafkaFault.Missing);

    [Fact]
    public void a_text_says_what_failed_why_and_what_to_do() =>
        Faults.Asking("Asking for something", new(new Error(ErrorCode.Local_TimedOut, "nobody answered."))).Message
            .ShouldBe("Asking for something failed: nobody answered (Local_TimedOut). Check that the brokers can be reached (broker:9092).");

    [Fact]
    public void questions_and_the_taking_of_a_name_may_be_repeated()
    {
        Faults.Asking("x", new(new Error(ErrorCode.Local_TimedOut))).Fault.ShouldBe(KafkaFault.Retriable);
        Faults.Taking("x", new(new Error(ErrorCode.Local_TimedOut))).Fault.ShouldBe(KafkaFault.Retriable);
        Faults.Taking("x", new(new Error(ErrorCode.Local_State))).Fault.ShouldBe(KafkaFault.Fenced);
    }

    [Fact]
    public void a_consumer_does_not_tell_what_passes()
    {
        Faults.Reported("x", ErrorCode.Local_AllBrokersDown, "", isFatal: false).ShouldBeNull();
        Faults.Reported("x", ErrorCode.Local_MaxPollExceeded, "", isFatal: false).ShouldBeNull();
        Faults.Reported("x", ErrorCode.GroupAuthorizationFailed, "", isFatal: false)!.Fault.ShouldBe(KafkaFault.Permanent);
        Faults.Reported("x", ErrorCode.Local_Inconsistent, "", isFatal: true)!.Fault.ShouldBe(KafkaFault.Fenced);
    }

    private static KafkaFault Fault(KafkaException problem) => Faults.Transaction("Committing", problem).Fault;
}
