using System.Globalization;
using System.Text.Json;
using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Verbs.Demo;

/// <summary>A small demo as its users run it.</summary>
public sealed class DemoTests
{
    private static readonly string[] Small = ["demo", "--exit", "--json", "--people", "120", "--days", "20", "--seed", "7"];

    [Fact]
    public async Task the_same_seed_gives_the_same_figures_on_any_number_of_cores()
    {
        using TemporaryFolder folder = new();
        ProcessRun first = await BuiltProgram.RunAsync(folder, Small);
        first.ExitCode.ShouldBe(0, first.Error);
        ProcessRun second = await BuiltProgram.RunAsync(folder, new Dictionary<string, string?> { ["DOTNET_PROCESSOR_COUNT"] = "1" }, Small);
        second.ExitCode.ShouldBe(0, second.Error);
        Figures(second).ShouldBe(Figures(first));
        JsonElement figures = JsonDocument.Parse(first.Output).RootElement;
        figures.GetProperty("people").GetInt32().ShouldBe(120);
        figures.GetProperty("days").GetInt32().ShouldBe(20);
        figures.GetProperty("events").GetInt32().ShouldBeGreaterThan(2_000);
        figures.GetProperty("events_per_second").GetDouble().ShouldBeGreaterThan(0);
        RequestsAndTriggers(figures);
        Errors(figures);
        Lift(figures, "lift");
        Lift(figures, "lift_within_12_hours");
    }

    [Fact]
    public async Task what_a_demo_did_not_make_is_left_alone()
    {
        using TemporaryFolder folder = new();
        string kept = folder.Write(".sendflowr/demo/precious.txt", "mine");
        ProcessRun run = await BuiltProgram.RunAsync(folder, Small);
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("was not made by a demo");
        File.ReadAllText(kept).ShouldBe("mine");
    }

    [Fact]
    public async Task it_lives_on_for_http_and_other_verbs_until_it_is_interrupted()
    {
        using TemporaryFolder folder = new();
        using RunningDemo demo = await RunningDemo.StartAsync(folder, "--people", "40", "--days", "8", "--speed", "3600");
        using HttpClient client = new() { BaseAddress = new Uri(demo.Url) };
        (await client.GetStringAsync("/health")).ShouldContain("healthy");
        (await client.GetStringAsync("/lanes")).ShouldContain("steady");

        ProcessRun decision = await BuiltProgram.RunAsync(
            folder, "decide", "email=person0003@demo.example", "--provider", "steady", "--json", "--data", Path.Combine(".sendflowr", "demo"));
        decision.ExitCode.ShouldBe(0, decision.Error);
        JsonDocument.Parse(decision.Output).RootElement.GetProperty("created_at_utc").GetString()!.ShouldStartWith("2026-01-");

        ProcessRun another = await BuiltProgram.RunAsync(folder, Small);
        another.ExitCode.ShouldBe(1);
        another.Error.ShouldContain("works in");
        (await client.GetStringAsync("/health")).ShouldContain("healthy");
        (await demo.InterruptAsync()).ShouldBe(130);
        File.Exists(Path.Combine(folder.Path, ".sendflowr", "demo", "instance.json")).ShouldBeFalse();
    }

    private static void RequestsAndTriggers(JsonElement figures)
    {
        Dictionary<string, long> states = figures.GetProperty("requests").EnumerateObject().ToDictionary(state => state.Name, state => state.Value.GetInt64());
        states.Values.Sum().ShouldBe(120 * 10);
        states.Keys.ShouldBeSubsetOf(["triggered", "suppressed", "expired"]); // every request has ended
        states["triggered"].ShouldBe(figures.GetProperty("triggers").GetInt64());
        figures.GetProperty("decisions").GetInt64().ShouldBeGreaterThan(2 * 1_000);
    }

    private static void Errors(JsonElement figures)
    {
        JsonElement errors = figures.GetProperty("arrival_error_seconds");
        errors.GetProperty("p50").GetDouble().ShouldBeLessThan(60);
        errors.GetProperty("p90").GetDouble().ShouldBeGreaterThan(errors.GetProperty("p50").GetDouble());
        errors.GetProperty("lanes").EnumerateObject().Select(lane => lane.Name).ShouldBe(["steady", "slow", "rush"]);
    }

    private static void Lift(JsonElement figures, string name)
    {
        foreach (string arm in new[] { "fixed", "hour", "minute", "minute_latency" })
        {
            JsonElement lift = figures.GetProperty(name).GetProperty(arm);
            lift.GetProperty("rate").GetDouble().ShouldBeInRange(0, 1);
            double middle = lift.GetProperty("lift").GetDouble();
            lift.GetProperty("low").GetDouble().ShouldBeLessThanOrEqualTo(middle);
            lift.GetProperty("high").GetDouble().ShouldBeGreaterThanOrEqualTo(middle);
        }

        figures.GetProperty(name).GetProperty("fixed").GetProperty("lift").GetDouble().ShouldBe(0);
    }

    /// <summary>Everything but how long it took.</summary>
    private static string Figures(ProcessRun run) => string.Join('\n', JsonDocument.Parse(run.Output).RootElement.EnumerateObject()
        .Where(field => field.Name is not ("seconds" or "events_per_second"))
        .Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Name}: {field.Value}")));
}
