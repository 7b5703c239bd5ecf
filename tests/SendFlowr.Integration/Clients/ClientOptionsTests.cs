using SendFlowr.Integration.Servers;
using SendFlowr.Streams.Kafka.Clients;

namespace SendFlowr.Integration.Clients;

public sealed class ClientOptionsTests
{
    [Fact]
    public void what_exactly_once_rests_on_cannot_be_changed() =>
        Should.Throw<ArgumentException>(new KafkaClientOptions { BootstrapServers = "a:1", Properties = One("isolation.level", "read_uncommitted") }.Validate)
            .Message.ShouldBe("The Kafka client property 'isolation.level' is set by this program and cannot be changed. Remove it.");

    [Fact]
    public void a_broker_must_be_named() =>
        Should.Throw<ArgumentException>(new KafkaClientOptions { BootstrapServers = " " }.Validate).Message.ShouldContain("No broker is named");

    [Fact]
    public void everything_else_can_be_changed()
    {
        KafkaClientOptions options = new() { BootstrapServers = "a:1", Properties = One("linger.ms", "50") };
        options.Validate();
        ClientProperties.OfProducer(options, "id")["linger.ms"].ShouldBe("50");
    }

    [Fact]
    public void a_message_lives_no_longer_than_its_transaction()
    {
        KafkaClientOptions options = new() { BootstrapServers = "a:1", Properties = One("transaction.timeout.ms", "7000") };
        ClientProperties.OfProducer(options, "id")["message.timeout.ms"].ShouldBe("7000");
    }

    [KafkaFact]
    public void a_property_that_does_not_exist_is_named()
    {
        ConfluentClients clients = new(new() { BootstrapServers = "a:1", Properties = One("sasl.pasword", "open sesame") });
        string message = Should.Throw<ArgumentException>(clients.CreateAdmin).Message;
        message.ShouldContain("'sasl.pasword'");
        message.ShouldNotContain("sesame");
    }

    [KafkaFact]
    public void a_value_that_is_refused_is_not_repeated()
    {
        ConfluentClients clients = new(new() { BootstrapServers = "a:1", Properties = One("security.protocol", "open sesame") });
        ArgumentException problem = Should.Throw<ArgumentException>(clients.CreateAdmin);
        problem.ToString().ShouldNotContain("sesame");
        problem.Message.ShouldContain("a client property has a value that librdkafka does not take");
    }

    private static Dictionary<string, string> One(string name, string value) => new() { [name] = value };
}
