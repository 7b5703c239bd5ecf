using System.Text.Json.Nodes;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Requests;

public sealed class RequestsTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Lines = "application/x-ndjson";

    [Fact]
    public async Task a_request_is_taken_planned_found_and_cancelled()
    {
        JsonNode taken = (await server.PostAsync("/requests", Body("r-1"))).Expect(202);
        taken["status"]!.GetValue<string>().ShouldBe("accepted");
        taken["state"]!.GetValue<string>().ShouldBe("planned");
        JsonNode found = (await server.GetAsync("/requests/r-1")).Expect(200);
        found["trigger_timestamp_utc"]!.GetValue<string>().ShouldBe((string)taken["trigger_timestamp_utc"]!);
        JsonNode explained = (await server.GetAsync($"/explanations/{found["explanation_ref"]}?verify=true")).Expect(200);
        explained["verified"]!.GetValue<bool>().ShouldBeTrue();
        explained["decision"]!["request_id"]!.GetValue<string>().ShouldBe("r-1");

        JsonNode cancelled = (await server.SendAsync("DELETE", "/requests/r-1")).Expect(200);
        cancelled["state"]!.GetValue<string>().ShouldBe("cancelled");
        cancelled["settled_at_utc"].ShouldNotBeNull();
        (await server.SendAsync("DELETE", "/requests/r-1")).Expect(200)["state"]!.GetValue<string>().ShouldBe("cancelled");
    }

    [Fact]
    public async Task the_same_again_is_200_and_other_content_409()
    {
        (await server.PostAsync("/requests", Body("r-2"))).Expect(202);
        (await server.PostAsync("/requests", Body("r-2"))).Expect(200)["status"]!.GetValue<string>().ShouldBe("duplicate");
        Reply conflict = await server.PostAsync("/requests", Body("r-2", ""","priority":"urgent" """));
        conflict.Expect(409)["type"]!.GetValue<string>().ShouldBe("urn:sendflowr:problem:conflict");
        conflict.Field.ShouldBe("request_id");
        (await server.GetAsync("/requests/r-2")).Expect(200)["state"]!.GetValue<string>().ShouldBe("planned");
    }

    [Fact]
    public async Task an_unknown_id_is_404()
    {
        (await server.GetAsync("/requests/nobody")).Expect(404)["field"]!.GetValue<string>().ShouldBe("request_id");
        (await server.SendAsync("DELETE", "/requests/nobody")).Expect(404);
        (await server.GetAsync($"/requests/{new string('x', 129)}")).Expect(400);
    }

    [Fact]
    public async Task what_is_final_cannot_be_cancelled()
    {
        (await server.PostAsync("/events", Samples.Event("final", "complained", "2026-03-01T09:00:00Z", "final@example.com"))).Expect(200);
        (await server.PostAsync("/requests", """{"request_id":"r-3","email":"final@example.com"}""")).Expect(202)["state"]!.GetValue<string>().ShouldBe("suppressed");
        (await server.SendAsync("DELETE", "/requests/r-3")).Expect(409)["state"]!.GetValue<string>().ShouldBe("suppressed");
    }

    [Fact]
    public async Task a_breaker_that_comes_by_http_ends_a_request_at_once()
    {
        (await server.PostAsync("/requests", """{"request_id":"r-4","email":"breaker@example.com","send_after":"2026-03-02T12:00:00Z"}""")).Expect(202);
        (await server.PostAsync("/events", Samples.Event("stop", "complained", "2026-03-01T09:00:00Z", "breaker@example.com"))).Expect(200);
        (await server.GetAsync("/requests/r-4")).Expect(200)["state"]!.GetValue<string>().ShouldBe("suppressed");
    }

    [Fact]
    public async Task lines_are_answered_one_by_one()
    {
        (await server.PostAsync("/requests", Body("l-1"))).Expect(202);
        string body = string.Join('\n', Body("l-1"), Body("l-2"), "{", "", Body("l-1", ""","template":"other" """), """{"request_id":"l-3"}""");
        Reply reply = await server.PostAsync("/requests", body, Lines);
        reply.Status.ShouldBe(200);
        reply.Lines.Select(line => (line["line"]!.GetValue<int>(), line["http_status"]!.GetValue<int>()))
            .ShouldBe([(1, 200), (2, 202), (3, 400), (5, 409), (6, 400)]);
        reply.Lines[1]["request_id"]!.GetValue<string>().ShouldBe("l-2");
        reply.Lines[4]["problem"]!["field"]!.GetValue<string>().ShouldBe("identifiers");
    }

    [Fact]
    public async Task the_same_id_sent_by_many_at_once_is_one_request()
    {
        Reply[] replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => server.PostAsync("/requests", Body("race"))));
        replies.Count(reply => reply.Status == 202).ShouldBe(1);
        replies.Count(reply => reply.Status == 200).ShouldBe(19);
    }

    public static TheoryData<string, string> Bad => new()
    {
        { "{}", "request_id" },
        { """{"request_id":"","email":"zoe@example.com"}""", "request_id" },
        { """{"request_id":"..","email":"zoe@example.com"}""", "request_id" },
        { """{"request_id":7,"email":"zoe@example.com"}""", "request_id" },
        { """{"request_id":"b","email":"zoe"}""", "email" },
        { """{"request_id":"b","emial":"zoe@example.com"}""", "" },
        { """{"request_id":"b","email":"zoe@example.com","priority":"high"}""", "priority" },
        { """{"request_id":"b","email":"zoe@example.com","priority":"zoe@example.com"}""", "priority" },
        { """{"request_id":"b","email":"zoe@example.com","send_after":"zoe@example.com"}""", "send_after" },
        { """{"request_id":"b","email":"zoe@example.com","send_after":1772366400}""", "send_after" },
        { """{"request_id":"b","email":"zoe@example.com","send_before":"2026-02-01T00:00:00Z"}""", "send_after, send_before" },
        { """{"request_id":"b","email":"zoe@example.com","send_after":"2026-03-03T00:00:00Z","send_before":"2026-03-02T00:00:00Z"}""", "send_after, send_before" },
        { """{"request_id":"b","email":"zoe@example.com","zoe@example.com":1}""", "" },
        { """{"request_id":"b","email":"zoe@example.com","metadata":{"a":1}}""", "metadata.a" },
        { """{"request_id":"b","email":"zoe@example.com","email":"zoe@example.com"}""", "email" },
        { """{"request_id":"b","email":"zoe@example.com","payload_size_bytes":1}""", "payload_size_bytes" },
        { """{"request_id":"b","email":"zoe@example.com" """, "" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task a_bad_request_is_told_its_field(string json, string field)
    {
        Reply reply = await server.PostAsync("/requests", json);
        reply.Expect(400)["type"]!.GetValue<string>().ShouldStartWith("urn:sendflowr:problem:");
        reply.MediaType.ShouldBe("application/problem+json");
        reply.Text.ShouldNotContain("zoe@");
        if (field.Length > 0)
        {
            reply.Field.ShouldBe(field);
        }
    }

    /// <summary>The documented fields are those that are read.</summary>
    [Fact]
    public async Task every_documented_field_is_known()
    {
        JsonNode document = (await server.GetAsync("/openapi.json")).Expect(200);
        foreach ((string name, JsonNode? field) in document["components"]!["schemas"]!["SendRequest"]!["properties"]!.AsObject())
        {
            JsonObject body = new() { [name] = name == "metadata" ? new JsonObject() : field!["enum"]?[0]?.DeepClone() ?? "?" };
            Reply reply = await server.PostAsync("/requests", body.ToJsonString());
            reply.Expect(400)["type"]!.GetValue<string>().ShouldNotBe("urn:sendflowr:problem:unknown-field", name);
        }
    }

    private static string Body(string id, string more = "") =>
        $$"""{"request_id":"{{id}}","email":"ann@example.com","send_after":"2026-03-02T12:00:00Z","channel":"email","provider":"klaviyo","metadata":{"order":"7"}{{more}}}""";
}
