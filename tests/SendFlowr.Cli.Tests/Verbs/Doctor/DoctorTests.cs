using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using SendFlowr.Cli.Tests.Support;
using SendFlowr.Cli.Verbs.Doctor;
using SendFlowr.Registry.Tests.Support;

namespace SendFlowr.Cli.Tests.Verbs.Doctor;

/// <summary><c>doctor</c> without a cluster, as a script would run it.</summary>
public sealed class DoctorTests(RealRegistry real) : IClassFixture<RealRegistry>
{
    private static readonly string Prefix = $"doctor{Environment.ProcessId}-{Environment.TickCount64}.";

    [Fact]
    public async Task a_machine_without_servers_is_well_and_nothing_is_left_behind()
    {
        using TemporaryFolder folder = new();
        ProcessRun run = await BuiltProgram.RunAsync(folder, "doctor", "--json");
        run.ExitCode.ShouldBe(0, run.Output + run.Error);
        JsonElement answer = JsonElement.Parse(run.Output);
        answer.GetProperty("ok").GetBoolean().ShouldBeTrue();
        Names(answer).ShouldBe(["versions", "data directory", "identity key", "clock"]);
        answer.GetProperty("checks").EnumerateArray().ShouldAllBe(check => check.GetProperty("ok").GetBoolean() && check.GetProperty("fix").ValueKind == JsonValueKind.Null);
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task another_key_than_the_directory_was_begun_with_is_told_with_the_remedy()
    {
        using TemporaryFolder folder = new();
        string sample = Path.Combine(Checkout.Root, "docs", "examples", "shop_events.ndjson");
        (await BuiltProgram.RunAsync(folder, "ingest", sample)).ExitCode.ShouldBe(0);
        JsonElement begun = JsonElement.Parse((await BuiltProgram.RunAsync(folder, "doctor", "--json")).Output);
        Check(begun, "identity key").GetProperty("detail").GetString().ShouldBe("of the data directory, the one this data directory was begun with");

        folder.Write("sendflowr.yaml", $"identity: {{ key: {new string('5', 64)} }}");
        ProcessRun run = await BuiltProgram.RunAsync(folder, "doctor");
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("was begun with another identity key");
        run.Output.ShouldContain("identity key: set identity.key");
        run.Output.ShouldContain("4 checks, 1 to be mended.");
        run.Output.ShouldNotContain(new string('5', 64));
    }

    [Fact]
    public async Task a_key_that_is_gone_while_people_are_stored_under_it_is_wrong()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(Path.Combine(folder.Path, "data", "log", "segment"));
        ProcessRun run = await BuiltProgram.RunAsync(folder, "doctor", "--data", "data", "--json");
        run.ExitCode.ShouldBe(1);
        Check(JsonElement.Parse(run.Output), "identity key").GetProperty("detail").GetString()!.ShouldContain("is missing, and without it nobody");
    }

    [Fact]
    public void a_data_directory_needs_room_and_must_be_one()
    {
        using TemporaryFolder folder = new();
        MachineChecks.DataDirectory(folder.Path).State.ShouldBe(DoctorState.Good);
        MachineChecks.DataDirectory(Path.Combine(folder.Path, "later", "on")).Detail.ShouldContain("not there yet");
        DoctorCheck full = MachineChecks.DataDirectory(folder.Path, long.MaxValue);
        full.State.ShouldBe(DoctorState.Wrong);
        full.Fix!.ShouldContain("MiB");
        MachineChecks.DataDirectory(folder.Write("file", "")).State.ShouldBe(DoctorState.Wrong);
        MachineChecks.DataDirectory(Path.Combine(folder.Path, "file", "below")).State.ShouldBe(DoctorState.Wrong);
    }

    [Fact]
    public async Task a_registry_that_does_not_answer_is_a_server_out_of_reach()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using TemporaryFolder folder = new();
        folder.Write("sendflowr.yaml", $"kafka: {{ registry: \"http://127.0.0.1:{port}\" }}");
        ProcessRun run = await BuiltProgram.RunAsync(folder, "doctor", "--json");
        run.ExitCode.ShouldBe(3, run.Output + run.Error);
        JsonElement registry = Check(JsonElement.Parse(run.Output), "schema registry");
        registry.GetProperty("ok").GetBoolean().ShouldBeFalse();
        registry.GetProperty("fix").GetString().ShouldBe("start it, or correct kafka.registry");
    }

    [RegistryFact]
    public async Task a_registry_is_well_when_it_has_the_schemas_and_its_clock_is_the_measure()
    {
        using TemporaryFolder folder = new();
        folder.Write("sendflowr.yaml", $"kafka: {{ registry: \"{real.Address!.GetLeftPart(UriPartial.Authority)}\", prefix: {Prefix} }}");
        ProcessRun before = await BuiltProgram.RunAsync(folder, "doctor", "--json");
        before.ExitCode.ShouldBe(1, before.Error);
        Check(JsonElement.Parse(before.Output), "schema registry").GetProperty("fix").GetString()!.ShouldStartWith("sendflowr schemas register");
        (await BuiltProgram.RunAsync(folder, "schemas", "register")).ExitCode.ShouldBe(0);
        ProcessRun after = await BuiltProgram.RunAsync(folder, "doctor", "--json");
        after.ExitCode.ShouldBe(0, after.Output);
        Check(JsonElement.Parse(after.Output), "clock").GetProperty("detail").GetString()!.ShouldContain("the schema registry's machine");
    }

    private static IEnumerable<string?> Names(JsonElement answer) =>
        answer.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("name").GetString());

    private static JsonElement Check(JsonElement answer, string name) =>
        answer.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == name);
}
