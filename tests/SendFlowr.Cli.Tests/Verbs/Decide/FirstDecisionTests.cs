using System.Globalization;
using System.Text.Json;
using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Verbs.Decide;

/// <summary>From a file of events to an explained decision, as a script would do it with <c>--json</c>.</summary>
public sealed class FirstDecisionTests
{
    private const string Ann = "email=ann@example.com";

    [Fact]
    public async Task a_file_is_ingested_once_decided_on_and_verified_after_more_has_happened()
    {
        using TemporaryFolder folder = new();
        string sample = Path.Combine(Checkout.Root, "docs", "examples", "shop_events.ndjson");
        int lines = File.ReadAllLines(sample).Length;

        JsonElement first = await Json(folder, "ingest", sample);
        first.GetProperty("accepted").GetInt32().ShouldBe(lines);
        JsonElement again = await Json(folder, "ingest", sample);
        again.GetProperty("accepted").GetInt32().ShouldBe(0);
        again.GetProperty("duplicate").GetInt32().ShouldBe(lines);

        JsonElement decision = await Json(folder, "decide", Ann, "--provider", "klaviyo", "--now", "2026-11-16T00:00:00Z");
        DateTimeOffset target = Time(decision, "target_timestamp_utc");
        target.DayOfWeek.ShouldBeOneOf(DayOfWeek.Tuesday, DayOfWeek.Thursday);
        double latency = decision.GetProperty("latency_estimate_seconds").GetDouble();
        latency.ShouldBeInRange(35, 140);
        (target - Time(decision, "trigger_timestamp_utc")).TotalSeconds.ShouldBe(latency, 0.001);
        decision.GetProperty("confidence_score").GetDouble().ShouldBeInRange(0.2, 0.9);
        decision.GetProperty("debug").GetProperty("suppressed").GetBoolean().ShouldBeFalse();

        await Json(folder, "relearn", "--since", "2026-09-01");
        string more = folder.Write("more.ndjson", await File.ReadAllTextAsync(sample));
        await Json(folder, "ingest", more);
        JsonElement explained = await Json(folder, "explain", decision.GetProperty("decision_id").GetString()!, "--verify");
        explained.GetProperty("verified").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task an_open_ticket_moves_the_decision_behind_it_or_forbids_the_send()
    {
        using TemporaryFolder folder = new();
        string ticket = folder.Write("ticket.ndjson", """
            {"event_id":"t1","event_type":"ticket_created","occurred_at":"2026-11-16T08:00:00Z","provider":"zendesk","channel":"support","identifiers":[{"type":"email","value":"ann@example.com"}]}

            """);
        await Json(folder, "ingest", ticket);
        JsonElement moved = await Json(folder, "decide", Ann, "--now", "2026-11-16T09:00:00Z");
        Time(moved, "target_timestamp_utc").ShouldBeGreaterThanOrEqualTo(new DateTimeOffset(2026, 11, 18, 8, 0, 0, TimeSpan.Zero));
        moved.GetProperty("debug").GetProperty("suppressed").GetBoolean().ShouldBeTrue();

        JsonElement forbidden = await Json(folder, "decide", Ann, "--now", "2026-11-16T09:00:00Z", "--before", "2026-11-17T09:00:00Z");
        forbidden.GetProperty("target_timestamp_utc").ValueKind.ShouldBe(JsonValueKind.Null);
        forbidden.GetProperty("binding_constraint").GetString().ShouldBe("ticket_created");
    }

    [Fact]
    public async Task a_curve_has_mass_one_and_its_layers_add_up_to_it()
    {
        using TemporaryFolder folder = new();
        await Json(folder, "ingest", Path.Combine(Checkout.Root, "docs", "examples", "shop_events.ndjson"));
        JsonElement curve = await Json(folder, "curve", Ann);
        double[] slots = [.. curve.GetProperty("slots").EnumerateArray().Select(slot => slot.GetDouble())];
        slots.Length.ShouldBe(10_080);
        slots.Sum().ShouldBe(1, 1e-9);
        double layers = curve.GetProperty("layers").EnumerateObject().Sum(layer => layer.Value.EnumerateArray().Sum(slot => slot.GetDouble()));
        layers.ShouldBe(1, 1e-9);
    }

    [Theory]
    [InlineData(2, "decide", "carla@example.org")]
    [InlineData(2, "decide", "email=ann@example.com", "--before", "2026-11-16")]
    [InlineData(2, "decide", "email=carla@example.org", "email=dan@example.org")]
    [InlineData(2, "decide", "email=carla@example.org", "--channel", " ")]
    [InlineData(2, "decide", "email=carla@example.org", "--chanel", "email")]
    [InlineData(2, "decide", "email=carla@example.org", "--after", "2030-01-02T00:00:00Z", "--before", "2030-01-01T00:00:00Z")]
    [InlineData(2, "decide", "email=carla@example.org", "--before", "2020-01-01T00:00:00Z")]
    [InlineData(2, "explain", "not-an-id")]
    [InlineData(1, "explain", "d_00000000000000000000000000000000")]
    [InlineData(2, "ingest", "no-such-file.ndjson")]
    public async Task faults_of_the_caller_have_their_exit_code_and_leave_standard_output_empty(int code, params string[] words)
    {
        using TemporaryFolder folder = new();
        await Json(folder, "ingest", Path.Combine(Checkout.Root, "docs", "examples", "shop_events.ndjson"));
        ProcessRun run = await BuiltProgram.RunAsync(folder, [.. words, "--json"]);
        run.ExitCode.ShouldBe(code, run.Error);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldNotBeEmpty();
        run.Error.ShouldNotContain("carla");
    }

    private static async Task<JsonElement> Json(TemporaryFolder folder, params string[] words)
    {
        ProcessRun run = await BuiltProgram.RunAsync(folder, [.. words, "--json"]);
        run.ExitCode.ShouldBe(0, run.Error);
        return JsonDocument.Parse(run.Output).RootElement;
    }

    private static DateTimeOffset Time(JsonElement element, string field) =>
        DateTimeOffset.Parse(element.GetProperty(field).GetString()!, CultureInfo.InvariantCulture);
}
