using System.Text;
using System.Text.Json.Nodes;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Inputs;

/// <summary>Bad input of every kind is refused with the field and the remedy, repeats no identifier, and hurts nobody after it.</summary>
public sealed class BadInputTests(TestServer server) : IClassFixture<TestServer>
{
    public static TheoryData<string, string, string, string> Questions => new()
    {
        { "{", "malformed-json", "", "byte" },
        { "", "malformed-json", "", "JSON" },
        { "null", "malformed-json", "", "object" },
        { "[]", "malformed-json", "", "object" },
        { "\"text\"", "malformed-json", "", "object" },
        { "{} {}", "malformed-json", "", "byte" },
        { """{"email":"zoe@example.com"}}""", "malformed-json", "", "byte" },
        { """{"email":"zoe@example.com",}""", "malformed-json", "", "byte" },
        { """{"email":'zoe@example.com'}""", "malformed-json", "", "byte" },
        { """{"email":"zoe@example.com" /* */}""", "malformed-json", "", "byte" },
        { """{"latency_estimate_seconds":NaN,"email":"zoe@example.com"}""", "malformed-json", "", "byte" },
        { """{"latency_estimate_seconds":01,"email":"zoe@example.com"}""", "malformed-json", "", "byte" },
        { "{}", "missing-field", "email", "email" },
        { """{"channel":"email"}""", "missing-field", "email", "phone" },
        { """{"email":null}""", "missing-field", "email", "give one" },
        { """{"emial":"zoe@example.com"}""", "unknown-field", "emial", "did you mean 'email'" },
        { """{"Email":"zoe@example.com"}""", "unknown-field", "Email", "did you mean 'email'" },
        { """{"zoe@example.com":"email"}""", "unknown-field", "", "known are" },
        { """{"":"x"}""", "unknown-field", "", "known are" },
        { """{"email":"zoe@example.com","now":"2026-03-01T12:00:00Z"}""", "unknown-field", "now", "not a field" },
        { """{"email":"zoe@example.com","email":"zoe@example.com"}""", "duplicate-field", "email", "once" },
        { """{"email":"zoe@example.com","\u0065mail":"bob@example.com"}""", "duplicate-field", "email", "once" },
        { """{"email":5}""", "invalid-field", "email", "text" },
        { """{"email":true}""", "invalid-field", "email", "text" },
        { """{"email":["zoe@example.com"]}""", "invalid-field", "email", "list" },
        { """{"email":{"value":"zoe@example.com"}}""", "invalid-field", "email", "object" },
        { """{"email":""}""", "invalid-field", "email", "characters" },
        { """{"email":"zoe"}""", "invalid-field", "email", "name@domain" },
        { """{"email":"test@test.com"}""", "invalid-field", "email", "placeholder" },
        { """{"email":"\ud800@example.com"}""", "invalid-field", "email", "Unicode" },
        { """{"email":"zoe\u0000@example.com"}""", "invalid-field", "email", "control" },
        { """{"email_hash":"abc"}""", "invalid-field", "email_hash", "64 hex" },
        { """{"phone":"123"}""", "invalid-field", "phone", "phone" },
        { """{"phone":"0151 23456789"}""", "invalid-field", "phone", "country" },
        { """{"phone":"+999999999999"}""", "invalid-field", "phone", "calling code" },
        { """{"universal_id":"zoe@example.com"}""", "invalid-field", "universal_id", "sf_" },
        { """{"universal_id":"sf_12"}""", "invalid-field", "universal_id", "32 hex" },
        { """{"klaviyo_id":"null"}""", "invalid-field", "klaviyo_id", "placeholder" },
        { """{"email":"zoe@example.com","email_hash":"0000000000000000000000000000000000000000000000000000000000000001"}""", "invalid-field", "email_hash", "two people" },
        { """{"identifiers":[]}""", "invalid-field", "identifiers", "empty" },
        { """{"identifiers":{}}""", "invalid-field", "identifiers", "object" },
        { """{"identifiers":"email"}""", "invalid-field", "identifiers", "list" },
        { """{"identifiers":[5]}""", "invalid-field", "identifiers[0]", "object" },
        { """{"identifiers":[{"type":"email"}]}""", "missing-field", "identifiers[0].value", "required" },
        { """{"identifiers":[{"value":"zoe@example.com"}]}""", "missing-field", "identifiers[0].type", "required" },
        { """{"identifiers":[{"type":"email","value":"zoe@example.com"},{"type":"zoe@example.com","value":"x"}]}""", "invalid-field", "identifiers[1].type", "known are" },
        { """{"identifiers":[{"type":"email","type":"email","value":"zoe@example.com"}]}""", "duplicate-field", "identifiers[0].type", "once" },
        { """{"identifiers":[{"type":"email","value":"zoe@example.com","weight":1}]}""", "unknown-field", "identifiers[0].weight", "not a field" },
        { """{"identifiers":[{"type":"email","value":"zoe@example.com"},{"type":"email","value":"bob@example.com"}]}""", "invalid-field", "email_hash", "two people" },
        { """{"email":"zoe@example.com","channel":""}""", "invalid-field", "channel", "1 to 64" },
        { """{"email":"zoe@example.com","channel":"   "}""", "invalid-field", "channel", "1 to 64" },
        { """{"email":"zoe@example.com","channel":7}""", "invalid-field", "channel", "text" },
        { """{"email":"zoe@example.com","channel":"a\u0007b"}""", "invalid-field", "channel", "control" },
        { """{"email":"zoe@example.com","resolution":"day"}""", "invalid-field", "resolution", "minute or hour" },
        { """{"email":"zoe@example.com","resolution":"zoe@example.com"}""", "invalid-field", "resolution", "minute or hour" },
        { """{"email":"zoe@example.com","send_after":"tomorrow"}""", "invalid-field", "send_after", "RFC 3339" },
        { """{"email":"zoe@example.com","send_after":"2026-03-01T12:00:00"}""", "invalid-field", "send_after", "zone" },
        { """{"email":"zoe@example.com","send_after":"2026-02-30T12:00:00Z"}""", "invalid-field", "send_after", "exists" },
        { """{"email":"zoe@example.com","send_after":"2026-03-01T25:00:00Z"}""", "invalid-field", "send_after", "exists" },
        { """{"email":"zoe@example.com","send_after":"2026-03-01T12:00:00+25:00"}""", "invalid-field", "send_after", "exists" },
        { """{"email":"zoe@example.com","send_after":"2026-03-01T12:00:00Z\n"}""", "invalid-field", "send_after", "exists" },
        { """{"email":"zoe@example.com","send_after":1772366400}""", "invalid-field", "send_after", "milliseconds, not seconds" },
        { """{"email":"zoe@example.com","send_after":1.5}""", "invalid-field", "send_after", "whole" },
        { """{"email":"zoe@example.com","send_after":1e400}""", "invalid-field", "send_after", "whole" },
        { """{"email":"zoe@example.com","send_after":99999999999999999999999999}""", "invalid-field", "send_after", "whole" },
        { """{"email":"zoe@example.com","send_after":9223372036854775807}""", "invalid-field", "send_after", "years" },
        { """{"email":"zoe@example.com","send_after":"1999-12-31T23:59:59Z"}""", "invalid-field", "send_after", "years" },
        { """{"email":"zoe@example.com","send_after":"2100-01-01T00:00:00Z"}""", "invalid-field", "send_after", "years" },
        { """{"email":"zoe@example.com","send_after":true}""", "invalid-field", "send_after", "RFC 3339" },
        { """{"email":"zoe@example.com","send_after":"2026-03-05T12:00:00Z","send_before":"2026-03-04T12:00:00Z"}""", "invalid-field", "send_before", "send_after" },
        { """{"email":"zoe@example.com","send_before":"2026-03-01T11:59:59Z"}""", "invalid-field", "send_before", "past" },
        { """{"email":"zoe@example.com","send_before":"2026-04-02T12:00:00Z"}""", "invalid-field", "send_before", "31 days" },
        { """{"email":"zoe@example.com","latency_estimate_seconds":-1}""", "invalid-field", "latency_estimate_seconds", "0 to 3600" },
        { """{"email":"zoe@example.com","latency_estimate_seconds":3600.5}""", "invalid-field", "latency_estimate_seconds", "0 to 3600" },
        { """{"email":"zoe@example.com","latency_estimate_seconds":1e999}""", "invalid-field", "latency_estimate_seconds", "0 to 3600" },
        { """{"email":"zoe@example.com","latency_estimate_seconds":"30"}""", "invalid-field", "latency_estimate_seconds", "number" },
        { """{"email":"zoe@example.com","payload_size_bytes":-1}""", "invalid-field", "payload_size_bytes", "whole number" },
        { """{"email":"zoe@example.com","payload_size_bytes":1.5}""", "invalid-field", "payload_size_bytes", "whole number" },
        { """{"email":"zoe@example.com","queue_depth_estimate":1e30}""", "invalid-field", "queue_depth_estimate", "whole number" },
        { """{"email":"zoe@example.com","campaign_type":[]}""", "invalid-field", "campaign_type", "list" },
    };

    [Theory]
    [MemberData(nameof(Questions))]
    public async Task a_bad_question_is_told_its_field_and_its_remedy(string json, string type, string field, string remedy)
    {
        Reply reply = await server.PostAsync("/timing-decision", json);
        HoldsProblem(reply, type, remedy);
        if (field.Length > 0)
        {
            reply.Field.ShouldBe(field);
        }
    }

    public static TheoryData<string, string, string, string> Requests => new()
    {
        { "POST", "/predict", """{"hours_ahead":24}""", "recipient_id" },
        { "POST", "/predict", """{"recipient_id":"zoe@example.com","hours_ahead":0}""", "hours_ahead" },
        { "POST", "/predict", """{"recipient_id":"zoe@example.com","hours_ahead":169}""", "hours_ahead" },
        { "POST", "/predict", """{"recipient_id":"zoe@example.com","hours_ahead":"24"}""", "hours_ahead" },
        { "POST", "/predict", """{"recipient_id":"zoe@example@com <ann>"}""", "recipient_id" },
        { "POST", "/resolve-identity", "", "email" },
        { "POST", "/resolve-identity?email=", "", "email" },
        { "POST", "/resolve-identity?email=zoe", "", "email" },
        { "POST", "/resolve-identity?email=zoe@example.com&email=bob@example.com", "", "email" },
        { "POST", "/resolve-identity?mail=zoe@example.com", "", "mail" },
        { "POST", "/link-identifiers", "", "identifier_a" },
        { "POST", "/link-identifiers?identifier_a=k&type_a=klaviyo_id&identifier_b=s", "", "type_b" },
        { "POST", "/link-identifiers?identifier_a=k&type_a=klaviyo_id&identifier_b=s&type_b=shop", "", "type_b" },
        { "POST", "/link-identifiers?identifier_a=k&type_a=klaviyo_id&identifier_b=s&type_b=cookie_id&weight=1.1", "", "weight" },
        { "POST", "/link-identifiers?identifier_a=k&type_a=klaviyo_id&identifier_b=s&type_b=cookie_id&weight=NaN", "", "weight" },
        { "POST", "/link-identifiers?identifier_a=k&type_a=klaviyo_id&identifier_b=k&type_b=klaviyo_id", "", "identifier_b" },
        { "GET", "/features/zoe@example.com", "", "id" },
        { "GET", "/features/mail=zoe@example.com", "", "id" },
        { "GET", "/features/sf_123", "", "id" },
        { "GET", "/features/email=zoe@example.com?x=1", "", "x" },
        { "GET", "/curves/email=zoe@example.com?resolution=day", "", "resolution" },
        { "GET", "/curves/email=zoe@example.com?from=2026-03-01", "", "to" },
        { "GET", "/curves/email=zoe@example.com?from=2026-03-01&to=2026-03-01", "", "to" },
        { "GET", "/curves/email=zoe@example.com?from=2026-03-01&to=2026-04-02", "", "to" },
        { "GET", "/curves/email=zoe@example.com?from=1772366400&to=2026-04-02", "", "from" },
        { "GET", "/histograms/email=zoe@example.com?since=yesterday", "", "since" },
        { "GET", "/histograms/email=zoe@example.com?resolution=week", "", "resolution" },
        { "GET", "/explanations/zoe@example.com", "", "reference" },
        { "GET", "/explanations/d_00000000000000000000000000000000/x", "", "reference" },
        { "GET", "/explanations/d_00000000000000000000000000000000/-1", "", "reference" },
        { "GET", "/explanations/d_00000000000000000000000000000000?verify=yes", "", "verify" },
        { "GET", "/lanes?provider=klaviyo", "", "provider" },
        { "POST", "/compute-features?id=x", "", "id" },
        { "POST", "/events?connector=x", """{}""", "connector" },
        { "POST", "/events", """{"event_id":"e"}""", "event_type" },
        { "POST", "/events", """{"event_id":"e","event_type":"clicked","occurred_at":"2026-03-01T09:00:00Z","provider":"p","channel":"email","identifiers":[{"type":"email","value":"zoe"}]}""", "identifiers[0].value" },
        { "POST", "/events", """{"event_id":"e","event_type":"clicked","occurred_at":"2026-03-09T09:00:00Z","provider":"p","channel":"email","identifiers":[]}""", "occurred_at" },
        { "POST", "/events", """{"event_id":"e","event_type":"clicked","occurred_at":1772366400,"provider":"p","channel":"email","identifiers":[]}""", "occurred_at" },
        { "POST", "/events", """{"event_id":"e","event_id":"e"}""", "event_id" },
        { "POST", "/events", """{"event":"e"}""", "event" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task every_endpoint_names_what_is_wrong(string method, string path, string json, string field)
    {
        Reply reply = await server.SendAsync(method, path, json.Length == 0 ? null : Encoding.UTF8.GetBytes(json));
        HoldsProblem(reply, null, "");
        reply.Field.ShouldBe(field);
    }

    [Fact]
    public async Task invalid_utf_8_is_refused()
    {
        byte[] body = [.. "{\"email\":\"zoe"u8, 0xff, 0xfe, .. "@example.com\"}"u8];
        foreach (string path in (string[])["/timing-decision", "/predict", "/events"])
        {
            HoldsProblem(await server.SendAsync("POST", path, body), "malformed-json", "UTF-8");
        }
    }

    [Fact]
    public async Task deep_nesting_is_refused()
    {
        foreach (int depth in (int[])[33, 1000, 100_000])
        {
            string deep = new string('[', depth) + new string(']', depth);
            HoldsProblem(await server.PostAsync("/timing-decision", deep), null, "");
            HoldsProblem(await server.PostAsync("/timing-decision", $$"""{"email":{{deep}}}"""), null, "");
            HoldsProblem(await server.PostAsync("/timing-decision", $$"""{"identifiers":{{deep}}}"""), null, "");
            HoldsProblem(await server.PostAsync("/events", $$"""{"attributes":{{deep}}}"""), null, "");
        }
    }

    [Fact]
    public async Task long_lists_and_long_texts_are_refused()
    {
        string items = string.Join(',', Enumerable.Repeat("""{"type":"cookie_id","value":"c"}""", 33));
        (await server.PostAsync("/timing-decision", $$"""{"identifiers":[{{items}}]}""")).Expect(400)["field"]!.GetValue<string>().ShouldBe("identifiers");
        string text = new('x', 100_000);
        (await server.PostAsync("/timing-decision", $$"""{"klaviyo_id":"{{text}}"}""")).Text.Length.ShouldBeLessThan(2000);
        (await server.PostAsync("/timing-decision", $$"""{"{{text}}":1}""")).Expect(400).ToJsonString().Length.ShouldBeLessThan(2000);
        (await server.GetAsync("/features/klaviyo_id=" + new string('x', 3000))).Expect(400);
    }

    [Theory]
    [InlineData("GET", "/timing-decision")]
    [InlineData("DELETE", "/health")]
    [InlineData("PUT", "/events")]
    [InlineData("HEAD", "/features/email=zoe@example.com")]
    [InlineData("OPTIONS", "/events")]
    public async Task other_methods_are_405(string method, string path) => (await server.SendAsync(method, path)).Status.ShouldBe(405);

    [Theory]
    [InlineData("/nowhere")]
    [InlineData("/features")]
    [InlineData("/features/a/b")]
    [InlineData("/features/%00")]
    [InlineData("/explanations")]
    [InlineData("/docs/../../etc/passwd")]
    public async Task unknown_paths_are_404_or_400(string path) => (await server.GetAsync(path)).Status.ShouldBeInRange(400, 404);

    [Fact]
    public async Task an_unknown_decision_is_404_with_the_remedy()
    {
        Reply reply = await server.GetAsync("/explanations/d_00000000000000000000000000000000/0");
        reply.Expect(404)["detail"]!.GetValue<string>().ShouldContain("explanation_ref");
    }

    /// <summary>Never an identifier's value, always the whole document of a problem.</summary>
    private static void HoldsProblem(Reply reply, string? type, string remedy)
    {
        JsonNode problem = reply.Expect(400);
        reply.MediaType.ShouldBe("application/problem+json");
        problem["type"]!.GetValue<string>().ShouldStartWith("urn:sendflowr:problem:" + type);
        problem["title"]!.GetValue<string>().ShouldNotBeEmpty();
        problem["status"]!.GetValue<int>().ShouldBe(400);
        problem["detail"]!.GetValue<string>().ShouldContain(remedy);
        reply.Text.ShouldNotContain("zoe@example");
        reply.Text.ShouldNotContain("23456789");
    }
}
