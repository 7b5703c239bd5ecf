using System.Text;
using SendFlowr.Registry.Tests.Support;
using SendFlowr.Streams.Kafka.Registry;

namespace SendFlowr.Registry.Tests.Registry;

public sealed class RegistryClientTests : IDisposable
{
    private const string NoSchema = """{"error_code":40403,"message":"Schema not found"}""";
    private const string NoSubject = """{"error_code":40401,"message":"Subject not found"}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ScriptedRegistry registry = new();
    private readonly HurriedTime time = new(TimeSpan.FromSeconds(5));

    public void Dispose() => registry.Dispose();

    [Fact]
    public async Task a_schema_is_asked_for_once()
    {
        registry.Answer(200, """{"schema":"\"long\""}""");
        using RegistryClient client = Client();
        (await client.FindSchemaAsync(7, default)).ShouldBe("\"long\"");
        (await client.FindSchemaAsync(7, default)).ShouldBe("\"long\"");
        registry.Asked.ShouldBe(["GET /schemas/ids/7"]);
    }

    [Fact]
    public async Task an_unknown_id_is_asked_for_again_after_a_while_only()
    {
        registry.Answer(404, NoSchema).Answer(200, """{"schema":"\"int\""}""");
        using RegistryClient client = Client(options => options with { UnknownFor = TimeSpan.FromSeconds(10) });
        (await client.FindSchemaAsync(7, default)).ShouldBeNull();
        time.Advance(TimeSpan.FromSeconds(9.9));
        (await client.FindSchemaAsync(7, default)).ShouldBeNull();
        registry.Asked.Count.ShouldBe(1);
        time.Advance(TimeSpan.FromSeconds(0.1));
        (await client.FindSchemaAsync(7, default)).ShouldBe("\"int\"");
    }

    [Fact]
    public async Task no_more_schemas_than_the_limit_are_remembered_and_the_longest_unused_goes_first()
    {
        using RegistryClient client = Client(options => options with { MaxSchemas = 2 });
        foreach (int id in new[] { 1, 2, 1, 3, 1, 2 })
        {
            registry.Answer(200, """{"schema":"\"int\""}""");
            await client.FindSchemaAsync(id, default);
        }

        registry.Asked.ShouldBe(["GET /schemas/ids/1", "GET /schemas/ids/2", "GET /schemas/ids/3", "GET /schemas/ids/2"]);
    }

    [Fact]
    public void no_more_unknown_ids_than_the_limit_are_remembered()
    {
        SchemaTextCache cache = new(100, TimeSpan.FromSeconds(10), time);
        int known = 0;
        for (int id = 0; id < 1050; id++)
        {
            cache.Add(id, null);
        }

        for (int id = 0; id < 1050; id++)
        {
            known += cache.TryGet(id, out _) ? 1 : 0;
        }

        known.ShouldBeInRange(1, 100);
    }

    [Fact]
    public async Task subjects_are_escaped_and_paths_of_the_address_kept()
    {
        registry.Answer(200, """{"subject":"a/b-value","version":3,"id":12,"schema":"\"int\"","schemaType":"AVRO"}""");
        using RegistryClient client = new(Options() with { Address = new Uri("http://registry:8081/api/v1") }, time, registry);
        RegisteredSchema? schema = await client.FindLatestAsync(RegistryClient.SubjectOf("a/b"), default);
        schema.ShouldBe(new RegisteredSchema("a/b-value", 3, 12, "\"int\""));
        registry.Asked.ShouldBe(["GET /api/v1/subjects/a%2Fb-value/versions/latest"]);
    }

    [Fact]
    public async Task an_unknown_subject_has_no_schema_and_takes_every_one()
    {
        registry.Answer(404, NoSubject).Answer(404, NoSubject);
        using RegistryClient client = Client();
        (await client.FindLatestAsync("s", default)).ShouldBeNull();
        (await client.CheckAsync("s", "\"int\"", default)).IsCompatible.ShouldBeTrue();
    }

    [Fact]
    public async Task what_the_registry_says_of_compatibility_is_passed_on()
    {
        registry.Answer(200, """{"is_compatible":false,"messages":["reader lacks a default","and more"]}""").Answer(200, """{"is_compatible":true}""");
        using RegistryClient client = Client();
        CompatibilityVerdict verdict = await client.CheckAsync("s", "\"int\"", default);
        verdict.IsCompatible.ShouldBeFalse();
        verdict.Messages.ShouldBe(["reader lacks a default", "and more"]);
        (await client.CheckAsync("s", "\"int\"", default)).IsCompatible.ShouldBeTrue();
        registry.Asked[0].ShouldBe("""POST /compatibility/subjects/s/versions/latest?verbose=true {"schemaType":"AVRO","schema":"\u0022int\u0022"}""");
    }

    [Fact]
    public async Task a_registration_gives_the_id_or_the_reason_why_not()
    {
        registry.Answer(200, """{"id":5}""").Answer(409, """{"error_code":409,"message":"field 'a' lacks a default"}""").Answer(422, """{"error_code":42201,"message":"no Avro"}""");
        using RegistryClient client = Client();
        (await client.RegisterAsync("s", "\"int\"", default)).ShouldBe(5);
        RegistryException conflict = await Should.ThrowAsync<RegistryException>(() => client.RegisterAsync("s", "\"int\"", default));
        conflict.Fault.ShouldBe(RegistryFault.Incompatible);
        conflict.Message.ShouldBe(
            "The schema may not follow the newest one of 's': the schema registry http://registry:8081 says: field 'a' lacks a default. "
            + "Only add to it, as `schemas check` explains.");
        RegistryException invalid = await Should.ThrowAsync<RegistryException>(() => client.RegisterAsync("s", "x", default));
        invalid.Fault.ShouldBe(RegistryFault.Refused);
        invalid.Message.ShouldContain("refuses the registration of a schema under 's' with status 422: no Avro");
    }

    [Fact]
    public async Task the_compatibility_level_is_the_subjects_else_the_registrys()
    {
        registry.Answer(200, """{"compatibilityLevel":"FULL"}""").Answer(404, """{"error_code":40408,"message":"none"}""").Answer(200, """{"compatibilityLevel":"BACKWARD"}""");
        using RegistryClient client = Client();
        (await client.CompatibilityLevelAsync("s", default)).ShouldBe("FULL");
        (await client.CompatibilityLevelAsync("s", default)).ShouldBe("BACKWARD");
        registry.Asked.ShouldBe(["GET /config/s", "GET /config/s", "GET /config"]);
    }

    [Fact]
    public async Task what_may_pass_is_tried_again_with_growing_waits()
    {
        registry.Answer(503, "").Fail(new HttpRequestException("refused")).Answer(429, "", retryAfterSeconds: 2).Answer(200, """{"schema":"\"int\""}""");
        using RegistryClient client = Client();
        (await client.FindSchemaAsync(7, default)).ShouldBe("\"int\"");
        time.Waits.ShouldBe([TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2)]);
    }

    [Fact]
    public async Task a_server_that_asks_for_too_long_a_wait_gets_the_longest()
    {
        registry.Answer(429, "", retryAfterSeconds: 3600).Answer(200, """{"schema":"\"int\""}""");
        using RegistryClient client = Client();
        await client.FindSchemaAsync(7, default);
        time.Waits.ShouldBe([TimeSpan.FromSeconds(5)]);
    }

    [Fact]
    public async Task a_registry_that_is_down_is_told_with_its_host_and_what_to_do()
    {
        registry.Fail(new HttpRequestException("refused")).Fail(new IOException("reset")).Answer(500, "oops").Fail(new HttpRequestException("refused"));
        using RegistryClient client = Client();
        RegistryException error = await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(7, default));
        error.Fault.ShouldBe(RegistryFault.Unreachable);
        error.IsTransient.ShouldBeTrue();
        error.Message.ShouldBe(
            "The schema registry http://registry:8081 was asked for the schema with the id 7 4 times and could not be reached (refused). "
            + "Start it, or correct kafka.registry.");
    }

    [Fact]
    public async Task a_registry_that_does_not_answer_is_not_waited_for_for_ever()
    {
        HurriedTime all = new(TimeSpan.FromHours(1));
        registry.Hang().Hang();
        using RegistryClient client = new(Options() with { MaxAttempts = 2 }, all, registry);
        (await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(7, default))).Message.ShouldContain("2 times and did not answer within 30 s");
    }

    [Fact]
    public async Task whoever_stops_waiting_is_not_told_that_the_registry_is_down()
    {
        registry.Hang();
        using CancellationTokenSource stop = new();
        using RegistryClient client = Client();
        Task<string?> question = client.FindSchemaAsync(7, stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => question);
    }

    [Theory]
    [InlineData(200, "<html>hello</html>", "answered with status 200 and what no schema registry says, beginning with '<html>hello</html>'")]
    [InlineData(200, "[]", "answered with status 200 and what no schema registry says")]
    [InlineData(200, "", "answered with status 200 and nothing more")]
    [InlineData(404, "Not Found", "answered with status 404 and what no schema registry says")]
    [InlineData(302, "", "answered with status 302")]
    [InlineData(200, "{}", "answered without schema")]
    [InlineData(200, """{"schema":5}""", "answered without schema")]
    public async Task whoever_is_no_registry_is_found_out(int status, string body, string problem)
    {
        registry.Answer(status, body);
        using RegistryClient client = Client();
        RegistryException error = await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(7, default));
        error.Fault.ShouldBe(RegistryFault.NotARegistry);
        error.Message.ShouldContain("Asked for the schema with the id 7, the schema registry http://registry:8081 " + problem);
        error.Message.ShouldEndWith("Check that kafka.registry is the address of a schema registry and of nothing in between.");
    }

    [Fact]
    public async Task an_answer_over_the_limit_is_not_read_to_its_end()
    {
        registry.Answer(200, $$"""{"schema":"{{new string('x', 2000)}}"}""");
        using RegistryClient client = Client(options => options with { MaxAnswerBytes = 2000 });
        (await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(7, default))).Message.ShouldContain("answered with more than 2000 bytes");
    }

    [Theory]
    [InlineData("""{"schema":"{}","schemaType":"PROTOBUF"}""", "has one of type PROTOBUF. Only AVRO is read")]
    [InlineData("""{"schema":"{}","references":[{"name":"a","subject":"a","version":1}]}""", "refers to 1 others. Register it as one text")]
    public async Task what_cannot_be_read_is_said(string body, string problem)
    {
        registry.Answer(200, body);
        using RegistryClient client = Client();
        RegistryException error = await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(7, default));
        error.Fault.ShouldBe(RegistryFault.Unsupported);
        error.Message.ShouldContain(problem);
    }

    [Fact]
    public async Task credentials_are_shown_to_the_registry_and_to_nobody_else()
    {
        RegistryCredentials basic = RegistryCredentials.Basic("ann", "se:cret");
        registry.Answer(200, """{"schema":"\"int\""}""").Answer(401, "").Answer(403, "");
        using RegistryClient client = Client(options => options with { Credentials = basic });
        await client.FindSchemaAsync(7, default);
        registry.Credentials[0].ShouldBe("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ann:se:cret")));
        for (int id = 8; id < 10; id++)
        {
            RegistryException error = await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(id, default));
            error.Fault.ShouldBe(RegistryFault.Unauthorized);
            error.Message.ShouldContain("to a request with the Basic credentials of the configuration; correct them");
            error.ToString().ShouldNotContain("cret");
        }

        (Options() with { Credentials = basic }).ToString().ShouldNotContain("cret");
        RegistryCredentials.Bearer("tok.en").ToString().ShouldBe("Bearer");
        Should.Throw<ArgumentException>(() => RegistryCredentials.Bearer("to ken")).Message.ShouldNotContain("to ken");
        Should.Throw<ArgumentException>(() => RegistryCredentials.Basic("a:b", "c"));
    }

    [Fact]
    public async Task a_registry_that_wants_credentials_is_told_with_the_keys_to_set()
    {
        registry.Answer(401, "");
        using RegistryClient client = Client();
        (await Should.ThrowAsync<RegistryException>(() => client.FindSchemaAsync(7, default))).Message.ShouldBe(
            "The schema registry http://registry:8081 answered with status 401 to a request without credentials; set kafka.registry_user and "
            + "kafka.registry_password, or kafka.registry_token.");
    }

    [Theory]
    [InlineData("ftp://registry")]
    [InlineData("http://ann:secret@registry")]
    [InlineData("http://registry?x=1")]
    [InlineData("/registry")]
    public void addresses_of_other_kinds_are_refused(string address) =>
        Should.Throw<ArgumentException>(() => Options() with { Address = new Uri(address, UriKind.RelativeOrAbsolute) }).Message.ShouldNotContain("secret");

    private static RegistryOptions Options() => new() { Address = new Uri("http://registry:8081"), Timeout = Patience };

    private RegistryClient Client(Func<RegistryOptions, RegistryOptions>? change = null) => new((change ?? (static options => options))(Options()), time, registry);
}
