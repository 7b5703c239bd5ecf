using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Verbs.Up;

public sealed class UpTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string InstanceFile => Path.Combine(_folder.Path, ".sendflowr", "instance.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task says_where_it_is_and_ends_cleanly_when_it_is_told_to()
    {
        using RunningUp up = await RunningUp.StartAsync(_folder);
        JsonElement instance = JsonDocument.Parse(await File.ReadAllTextAsync(InstanceFile)).RootElement;
        instance.GetProperty("url").GetString().ShouldBe(up.Url);
        instance.GetProperty("pid").GetInt32().ShouldBe(up.ProcessId);
        instance.GetProperty("token").GetString()!.Length.ShouldBe(64);
        File.GetUnixFileMode(InstanceFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using HttpClient http = new();
        (await http.GetStringAsync(new Uri($"{up.Url}/health"))).ShouldContain("healthy");
        (await up.EndAsync("INT")).ShouldBe(130);
        File.Exists(InstanceFile).ShouldBeFalse();
        up.Error.ShouldContain("interrupted");
    }

    [Fact]
    public async Task what_comes_in_by_http_is_there_for_the_next_verb()
    {
        const string click =
            """{"event_id":"h1","event_type":"clicked","occurred_at":"2026-11-16T08:00:00Z","provider":"klaviyo","channel":"email","identifiers":[{"type":"email","value":"ann@example.com"}],"message_id":"m1"}""";
        using RunningUp up = await RunningUp.StartAsync(_folder);
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.PostAsync(
            new Uri($"{up.Url}/events"), new StringContent(click, Encoding.UTF8, "application/json"));
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        ProcessRun curve = await BuiltProgram.RunAsync(_folder, "curve", "email=ann@example.com", "--json");
        JsonDocument.Parse(curve.Output).RootElement.GetProperty("events").GetInt32().ShouldBe(1);
        (await up.EndAsync("TERM")).ShouldBe(130);
        (await BuiltProgram.RunAsync(_folder, "curve", "email=ann@example.com", "--json")).Output.ShouldBe(curve.Output);
    }

    [Fact]
    public async Task a_second_one_on_the_directory_is_refused_and_told_where_the_first_is()
    {
        using RunningUp up = await RunningUp.StartAsync(_folder);
        ProcessRun second = await BuiltProgram.RunAsync(_folder, "up", "--port", "0");
        second.ExitCode.ShouldBe(1);
        second.Error.ShouldContain($"process {up.ProcessId}, at {up.Url}. Stop it first");
        (await BuiltProgram.RunAsync(_folder, "deadletters", "list")).ExitCode.ShouldBe(0, "the first one is not disturbed");
    }

    [Fact]
    public async Task what_a_killed_one_left_behind_is_ignored()
    {
        using RunningUp up = await RunningUp.StartAsync(_folder);
        string sample = Path.Combine(Checkout.Root, "docs", "examples", "shop_events.ndjson");
        (await BuiltProgram.RunAsync(_folder, "ingest", sample)).ExitCode.ShouldBe(0);
        await up.EndAsync("KILL");
        File.Exists(InstanceFile).ShouldBeTrue();
        ProcessRun curve = await BuiltProgram.RunAsync(_folder, "curve", "email=ann@example.com", "--json");
        curve.ExitCode.ShouldBe(0, curve.Error);
        JsonDocument.Parse(curve.Output).RootElement.GetProperty("events").GetInt32().ShouldBeGreaterThan(0);
        using RunningUp again = await RunningUp.StartAsync(_folder);
        (await BuiltProgram.RunAsync(_folder, "curve", "email=ann@example.com", "--json")).Output.ShouldBe(curve.Output);
    }

    [Fact]
    public async Task a_port_that_is_taken_is_a_failure_with_a_remedy()
    {
        using TcpListener other = new(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "up", "--port", $"{port}");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain($"127.0.0.1:{port} is in use by another program. Name a free port with --port");
        File.Exists(InstanceFile).ShouldBeFalse();
    }

    [Theory]
    [InlineData("--role takes all, ingest, pipeline, serve, sink, not 'many'", "--role", "many")]
    [InlineData("--role serve needs engine: kafka; the embedded engine runs all roles", "--role", "serve")]
    [InlineData("--port takes a whole number from 0 to 65535", "--port", "99999")]
    [InlineData("unknown option '--url'", "--url", "http://127.0.0.1:1")]
    public async Task wrong_usage_is_told(string message, params string[] words)
    {
        ProcessRun run = await BuiltProgram.RunAsync(_folder, ["up", .. words]);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(message);
    }

    [Fact]
    public async Task an_address_that_other_machines_reach_is_refused()
    {
        ProcessRun run = await BuiltProgram.RunAsync(_folder, new() { ["SENDFLOWR__HTTP__LISTEN"] = "0.0.0.0:8001" }, ["up"]);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("http.listen is '0.0.0.0:8001'; other machines can only be served with http.keys");
    }

    [Fact]
    public async Task a_stranger_at_the_address_is_told_nothing()
    {
        using TemporaryFolder elsewhere = new();
        using RunningUp up = await RunningUp.StartAsync(_folder);
        using RunningUp stranger = await RunningUp.StartAsync(elsewhere);
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "deadletters", "list", "--url", stranger.Url);
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain("is not the sendflowr that owns the data directory; it was told nothing");
        (await BuiltProgram.RunAsync(_folder, "deadletters", "list", "--url", up.Url)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task an_address_nobody_answers_at_is_unreachable()
    {
        using RunningUp up = await RunningUp.StartAsync(_folder);
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        string url = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "deadletters", "list", "--url", url);
        run.ExitCode.ShouldBe(3);
        run.Error.ShouldContain($"process {up.ProcessId}) does not answer at {url}");
        (await BuiltProgram.RunAsync(_folder, "deadletters", "list", "--url", "nonsense")).ExitCode.ShouldBe(2);
        using TemporaryFolder empty = new();
        ProcessRun noToken = await BuiltProgram.RunAsync(empty, "deadletters", "list", "--url", up.Url);
        (noToken.ExitCode, noToken.Error.Contains("needs the token", StringComparison.Ordinal)).ShouldBe((2, true));
    }

    [Fact]
    public async Task nobody_runs_a_verb_without_the_token()
    {
        using RunningUp up = await RunningUp.StartAsync(_folder);
        using HttpClient http = new() { BaseAddress = new Uri(up.Url) };
        foreach (string path in new[] { "/instance/verbs", "/instance/verbs/00000000000000000000000000000000/cancel" })
        {
            foreach (string? token in new[] { null, "", new string('0', 64) })
            {
                using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent("{}", Encoding.UTF8, "application/json") };
                if (token is not null)
                {
                    request.Headers.TryAddWithoutValidation("X-SendFlowr-Token", token);
                }

                using HttpResponseMessage answer = await http.SendAsync(request);
                answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            }
        }

        using HttpResponseMessage noNonce = await http.GetAsync(new Uri("/instance?nonce=abc", UriKind.Relative));
        noNonce.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task a_request_that_is_none_is_refused_and_up_goes_on()
    {
        using RunningUp up = await RunningUp.StartAsync(_folder);
        string token = JsonDocument.Parse(await File.ReadAllTextAsync(InstanceFile)).RootElement.GetProperty("token").GetString()!;
        using HttpClient http = new() { BaseAddress = new Uri(up.Url) };
        http.DefaultRequestHeaders.Add("X-SendFlowr-Token", token);
        foreach (string body in new[] { "", "{", "[]", "{\"run\":1}", new string(' ', 5 << 20) })
        {
            using HttpResponseMessage answer = await http.PostAsync(
                new Uri("/instance/verbs", UriKind.Relative), new StringContent(body, Encoding.UTF8, "application/json"));
            ((int)answer.StatusCode).ShouldBeInRange(400, 499);
        }

        using HttpResponseMessage cancel = await http.PostAsync(new Uri($"/instance/verbs/{new string('0', 32)}/cancel", UriKind.Relative), null);
        cancel.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await BuiltProgram.RunAsync(_folder, "deadletters", "list")).ExitCode.ShouldBe(0);
    }
}
