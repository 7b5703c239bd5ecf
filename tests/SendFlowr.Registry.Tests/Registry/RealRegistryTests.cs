using System.Net;
using System.Net.Sockets;
using SendFlowr.Avro.Binary;
using SendFlowr.Avro.Catalog;
using SendFlowr.Avro.Generic;
using SendFlowr.Avro.Schemas;
using SendFlowr.Avro.Wire;
using SendFlowr.Registry.Tests.Support;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Registry.Tests.Registry;

/// <summary>Against a registry that others wrote.</summary>
public sealed class RealRegistryTests(RealRegistry real) : IClassFixture<RealRegistry>
{
    private const string Old = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}""";
    private const string Added = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"string","default":"-"}]}""";
    private const string Breaking = """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"b","type":"string"}]}""";

    // One that is asked for by the environment keeps what earlier runs registered.
    private readonly string subject = $"test.{Environment.ProcessId}.{Environment.TickCount64}";

    [RegistryFact]
    public async Task every_schema_of_ours_is_taken_and_found_again_by_its_id()
    {
        using RegistryClient client = Client();
        foreach (string name in SchemaCatalog.Embedded.Names)
        {
            string text = SchemaCatalog.Embedded.Current(name).Text;
            int id = await client.RegisterAsync($"{subject}.{name}-value", text, default);
            (await client.RegisterAsync($"{subject}.{name}-value", text, default)).ShouldBe(id);

            string found = (await client.FindSchemaAsync(id, default)).ShouldNotBeNull();
            AvroSchema.Parse(found).CanonicalForm.ShouldBe(AvroSchema.Parse(text).CanonicalForm);
            RegisteredSchema latest = (await client.FindLatestAsync($"{subject}.{name}-value", default)).ShouldNotBeNull();
            latest.Id.ShouldBe(id);
            latest.Version.ShouldBe(1);
        }
    }

    [RegistryFact]
    public async Task additions_are_compatible_and_what_breaks_readers_is_refused_with_the_registrys_reasons()
    {
        using RegistryClient client = Client();
        string name = subject + ".evolving-value";
        (await client.CheckAsync(name, Old, default)).IsCompatible.ShouldBeTrue();
        await client.RegisterAsync(name, Old, default);
        (await client.CheckAsync(name, Added, default)).IsCompatible.ShouldBeTrue();
        (await client.CheckAsync(name, Breaking, default)).IsCompatible.ShouldBeFalse();
        RegistryException error = await Should.ThrowAsync<RegistryException>(() => client.RegisterAsync(name, Breaking, default));
        error.Fault.ShouldBe(RegistryFault.Incompatible);
        error.Message.ShouldContain($"may not follow the newest one of '{name}'");
        error.Message.ShouldContain("incompatible");
        await client.RegisterAsync(name, Added, default);
        (await client.FindLatestAsync(name, default))!.Version.ShouldBe(2);
        (await Should.ThrowAsync<RegistryException>(() => client.RegisterAsync(name, "{}", default))).Fault.ShouldBe(RegistryFault.Refused);
    }

    [RegistryFact]
    public async Task ids_and_subjects_that_nobody_registered_are_unknown()
    {
        using RegistryClient client = Client();
        (await client.FindSchemaAsync(int.MaxValue, default)).ShouldBeNull();
        (await client.FindLatestAsync(subject + ".none-value", default)).ShouldBeNull();
        (await client.CompatibilityLevelAsync(subject + ".none-value", default)).ShouldBe("BACKWARD");
    }

    [RegistryFact]
    public async Task messages_of_an_older_producer_are_read_in_the_schema_of_today()
    {
        using RegistryClient client = Client();
        string name = subject + ".messages-value";
        int id = await client.RegisterAsync(name, Old, default);
        AvroWriter message = new();
        WireFormat.WriteHeader(message, id);
        message.WriteInt(7);
        WireDecoder decoder = new(schemaId => client.FindSchemaAsync(schemaId, default).GetAwaiter().GetResult(), AvroSchema.Parse(Added));

        AvroRecord record = decoder.Read(message.WrittenSpan).AsRecord();

        record["a"].AsInt().ShouldBe(7);
        record["b"].AsString().ShouldBe("-");
    }

    [Fact]
    public async Task where_nobody_listens_the_registry_is_down()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using RegistryClient client = new(
            new RegistryOptions { Address = new Uri($"http://127.0.0.1:{port}"), MaxAttempts = 2, FirstDelay = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);
        RegistryException error = await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(1, default));
        error.Fault.ShouldBe(RegistryFault.Unreachable);
        error.Message.ShouldStartWith($"The schema registry http://127.0.0.1:{port} was asked for the schema with the id 1 2 times and could not be reached (");
    }

    private RegistryClient Client() => new(new RegistryOptions { Address = real.Address! }, TimeProvider.System);
}
