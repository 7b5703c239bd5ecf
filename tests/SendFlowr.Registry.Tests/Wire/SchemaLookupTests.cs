using System.Globalization;
using SendFlowr.Avro.Binary;
using SendFlowr.Registry.Tests.Support;
using SendFlowr.Streams.Kafka.Ports;
using SendFlowr.Streams.Kafka.Registry;
using SendFlowr.Streams.Kafka.Wire;

namespace SendFlowr.Registry.Tests.Wire;

public sealed class SchemaLookupTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly HurriedTime _time = new(TimeSpan.FromSeconds(1));
    private readonly List<int> _asked = [];

    [Fact]
    public void an_id_is_asked_for_once_by_however_many_threads()
    {
        const int threads = 8;
        const int ids = 500;
        using SchemaLookup lookup = Make(id => $"schema {id}");
        using Barrier together = new(threads);
        Thread[] askers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Ask))];
        Array.ForEach(askers, asker => asker.Start());
        Array.ForEach(askers, asker => asker.Join());
        lookup.Find(ids - 1).ShouldBe($"schema {ids - 1}");
        _asked.Order().ShouldBe(Enumerable.Range(0, ids));

        void Ask()
        {
            for (int id = 0; id < ids; id++)
            {
                together.SignalAndWait();
                lookup.Require(id);
            }
        }
    }

    [Fact]
    public void an_id_without_a_schema_is_known_to_have_none_for_a_while()
    {
        using SchemaLookup lookup = Make(_ => null);
        lookup.Require(7).ShouldBeFalse();
        lookup.Require(7).ShouldBeFalse();
        lookup.Find(7).ShouldBeNull();
        _asked.ShouldBe([7]);
        _time.Advance(lookup.UnknownFor);
        lookup.Find(7).ShouldBeNull("a look is no question");
        lookup.Require(7).ShouldBeFalse();
        _asked.ShouldBe([7, 7]);
    }

    [Fact]
    public void a_negative_id_is_no_question()
    {
        using SchemaLookup lookup = Make(_ => "schema");
        lookup.Require(-5).ShouldBeFalse();
        lookup.Find(-5).ShouldBeNull();
        _asked.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(RegistryFault.Unreachable)]
    [InlineData(RegistryFault.Unauthorized)]
    [InlineData(RegistryFault.NotARegistry)]
    public void a_registry_that_is_away_is_waited_for(RegistryFault fault)
    {
        using SemaphoreSlim failed = new(0);
        using SchemaLookup lookup = new(FindAsync, _time) { Patience = TimeSpan.Zero };
        KafkaFaultException waiting = Should.Throw<KafkaFaultException>(() => lookup.Require(3));
        waiting.Fault.ShouldBe(KafkaFault.Retriable);
        waiting.Message.ShouldContain("id 3");
        Should.Throw<InvalidOperationException>(() => lookup.Find(3));
        failed.Release(2);
        using SchemaLookup patient = new(FindAsync, _time) { Patience = Limit };
        patient.Require(3).ShouldBeTrue();
        patient.Find(3).ShouldBe("schema");

        async Task<string?> FindAsync(int id, CancellationToken cancellation)
        {
            await failed.WaitAsync(cancellation);
            lock (_asked)
            {
                _asked.Add(id);
            }

            failed.Release();
            return _asked.Count > 2 ? "schema" : throw new RegistryException(fault, "the registry is away");
        }
    }

    [Theory]
    [InlineData(RegistryFault.Unsupported)]
    [InlineData(RegistryFault.Refused)]
    public void a_schema_that_cannot_be_used_is_an_answer_with_its_reason(RegistryFault fault)
    {
        using SchemaLookup lookup = Make(_ => throw new RegistryException(fault, "it has one of type PROTOBUF"));
        lookup.Require(3).ShouldBeFalse();
        Should.Throw<AvroDataException>(() => lookup.Find(3)).Message.ShouldContain("PROTOBUF");
    }

    [Fact]
    public void what_is_known_already_is_not_asked_for()
    {
        using SchemaLookup lookup = Make(_ => null);
        lookup.Add(5, "ours");
        lookup.Require(5).ShouldBeTrue();
        lookup.Find(5).ShouldBe("ours");
        _asked.ShouldBeEmpty();
    }

    [Fact]
    public void it_forgets_rather_than_remember_without_end()
    {
        using SchemaLookup lookup = Make(id => id.ToString(CultureInfo.InvariantCulture));
        for (int id = 0; id <= SchemaLookup.MaxIds; id++)
        {
            lookup.Require(id).ShouldBeTrue();
        }

        Should.Throw<InvalidOperationException>(() => lookup.Find(0));
        lookup.Require(0).ShouldBeTrue();
        lookup.Find(0).ShouldBe("0");
    }

    private SchemaLookup Make(Func<int, string?> answer) => new(
        (id, _) =>
        {
            lock (_asked)
            {
                _asked.Add(id);
            }

            return Task.FromResult(answer(id));
        },
        _time)
    {
        Patience = Limit,
    };
}
