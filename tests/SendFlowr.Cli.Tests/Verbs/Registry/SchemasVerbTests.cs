using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SendFlowr.Avro.Catalog;
using SendFlowr.Cli.Tests.Support;
using SendFlowr.Cli.Verbs.Registry;
using SendFlowr.Registry.Tests.Support;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Cli.Tests.Verbs.Registry;

/// <summary><c>schemas check</c> and <c>register</c>, as a script would run them.</summary>
public sealed class SchemasVerbTests(RealRegistry real) : IClassFixture<RealRegistry>
{
    private const string Lane = "lane";

    // A registry that the environment names keeps what earlier runs registered.
    private readonly string prefix = $"t{Environment.ProcessId}-{Environment.TickCount64}.";

    [Fact]
    public async Task without_a_registry_schemas_are_held_against_those_released()
    {
        using TemporaryFolder folder = new();
        ProcessRun run = await BuiltProgram.RunAsync(folder, "schemas", "check", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("Held against schemas/released only: no kafka.registry is configured.");
        JsonElement answer = JsonElement.Parse(run.Output);
        answer.GetProperty("registry").ValueKind.ShouldBe(JsonValueKind.Null);
        answer.GetProperty("schemas").EnumerateArray().Select(schema => schema.GetProperty("schema").GetString()).ShouldBe(SchemaCatalog.Embedded.Names);
        answer.GetProperty("schemas").EnumerateArray().ShouldAllBe(schema => schema.GetProperty("state").GetString() != "breaking");
    }

    [Fact]
    public async Task registering_needs_a_registry_and_one_that_answers()
    {
        using TemporaryFolder folder = new();
        ProcessRun none = await BuiltProgram.RunAsync(folder, "schemas", "register");
        none.ExitCode.ShouldBe(2);
        none.Error.ShouldContain("no schema registry is configured; set kafka.registry");

        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        folder.Write("sendflowr.yaml", $"kafka: {{ registry: \"http://127.0.0.1:{port}\" }}");
        ProcessRun down = await BuiltProgram.RunAsync(folder, "schemas", "register");
        down.ExitCode.ShouldBe(3);
        down.Error.ShouldContain($"The schema registry http://127.0.0.1:{port} was asked for ");
        down.Error.ShouldContain("Start it, or correct kafka.registry.");
    }

    [RegistryFact]
    public async Task all_schemas_are_registered_once()
    {
        using TemporaryFolder folder = Configured();
        (await Subjects(folder, "check")).ShouldAllBe(subject => subject.GetProperty("state").GetString() == "new");

        List<JsonElement> registered = await Subjects(folder, "register");
        registered.Select(subject => subject.GetProperty("subject").GetString()).ShouldContain(prefix + "events-value");
        registered.ShouldAllBe(subject => subject.GetProperty("id").GetInt32() > 0 && subject.GetProperty("version").GetInt32() == 1);

        (await Subjects(folder, "check")).ShouldAllBe(subject => subject.GetProperty("state").GetString() == "same");
        List<JsonElement> again = await Subjects(folder, "register");
        again.Select(Id).ShouldBe(registered.Select(Id));
    }

    [RegistryFact]
    public async Task what_would_break_readers_is_named_and_nothing_is_registered()
    {
        using TemporaryFolder folder = Configured();
        using RegistryClient client = new(new RegistryOptions { Address = real.Address! }, TimeProvider.System);
        string current = SchemaCatalog.Embedded.Current(Lane).Text;
        string removed = current.Replace("\"fields\": [", "\"fields\": [{\"name\": \"gone\", \"type\": \"int\"},", StringComparison.Ordinal);
        removed.ShouldNotBe(current);
        await client.RegisterAsync(prefix + "lanes-value", removed, default);

        foreach (string verb in (string[])["check", "register"])
        {
            ProcessRun run = await BuiltProgram.RunAsync(folder, "schemas", verb);
            run.ExitCode.ShouldBe(1);
            run.Output.ShouldContain($"{Lane} against {prefix}lanes-value, since version 1: ");
            run.Output.ShouldContain(".gone: the field was removed");
        }

        (await client.FindLatestAsync(prefix + "events-value", default)).ShouldBeNull();
    }

    [RegistryFact]
    public async Task a_registry_that_a_newer_program_wrote_to_is_ahead_and_left_alone()
    {
        using RegistryClient client = new(new RegistryOptions { Address = real.Address! }, TimeProvider.System);
        string current = SchemaCatalog.Embedded.Current(Lane).Text;
        string newer = current.Replace("\"fields\": [", "\"fields\": [{\"name\": \"more\", \"type\": \"int\", \"default\": 0},", StringComparison.Ordinal);
        string subject = prefix + "ahead-value";
        await client.RegisterAsync(subject, newer, default);

        SchemaFinding ahead = await new SchemaComparison(SchemaCatalog.Embedded).WithRegistryAsync(client, Lane, subject, default);
        ahead.State.ShouldBe(SchemaState.Ahead);

        SchemaCatalog next = new([new("lane.avsc", newer)]);
        await client.RegisterAsync(prefix + "next-value", current, default);
        SchemaFinding additive = await new SchemaComparison(next).WithRegistryAsync(client, Lane, prefix + "next-value", default);
        additive.State.ShouldBe(SchemaState.Additive);
    }

    [Fact]
    public void a_change_that_breaks_a_released_version_is_named()
    {
        SchemaCatalog catalog = new(
        [
            new("r.avsc", """{"type":"record","name":"R","fields":[{"name":"a","type":"long"},{"name":"b","type":"int"}]}"""),
            new("released/r/1.avsc", """{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}"""),
            new("s.avsc", """{"type":"record","name":"S","fields":[]}"""),
        ]);
        IReadOnlyList<SchemaFinding> findings = new SchemaComparison(catalog).WithReleased();
        findings.Select(finding => finding.State).ShouldBe([SchemaState.Breaking, SchemaState.New]);
        findings[0].Problems.Count.ShouldBe(2);
        findings[0].Problems.ShouldAllBe(problem => problem.StartsWith("since version 1: $.", StringComparison.Ordinal));
    }

    private static int Id(JsonElement subject) => subject.GetProperty("id").GetInt32();

    private static async Task<List<JsonElement>> Subjects(TemporaryFolder folder, string verb)
    {
        ProcessRun run = await BuiltProgram.RunAsync(folder, "schemas", verb, "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        return [.. JsonElement.Parse(run.Output).GetProperty("schemas").EnumerateArray().Where(schema => schema.GetProperty("subject").ValueKind == JsonValueKind.String)];
    }

    private TemporaryFolder Configured()
    {
        TemporaryFolder folder = new();
        folder.Write("sendflowr.yaml", $"kafka: {{ registry: \"{real.Address}\", prefix: {prefix} }}");
        return folder;
    }
}
