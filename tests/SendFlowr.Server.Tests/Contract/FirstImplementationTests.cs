using System.Text.Json.Nodes;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Contract;

/// <summary>The sequence of a client of the first implementation.</summary>
public sealed class FirstImplementationTests(TestServer server) : IClassFixture<TestServer>
{
    private static readonly string[] DecisionFields =
    [
        "decision_id", "universal_id", "target_minute_utc", "trigger_timestamp_utc", "latency_estimate_seconds", "confidence_score", "model_version",
        "explanation_ref", "created_at_utc", "debug", "request_id", "revision", "state", "reason", "path", "resolution_confidence",
        "target_timestamp_utc", "binding_constraint", "alternatives", "priors_version", "policy_version",
    ];

    [Fact]
    public async Task a_client_of_the_first_implementation_gets_its_fields()
    {
        JsonNode resolved = (await server.PostAsync("/resolve-identity?email=Ann@Example.com&phone=+14155550123&klaviyo_id=k_1")).Expect(200);
        string id = (string)resolved["universal_id"]!;
        id.ShouldStartWith("sf_");
        resolved["confidence_score"]!.GetValue<double>().ShouldBe(1);
        resolved["input_identifiers"]!["phone_number"]!.GetValue<string>().ShouldBe("+14155550123");
        resolved["resolved_identifiers"]!.AsArray().Count.ShouldBe(3);
        resolved["resolution_steps"]!.AsArray().Count.ShouldBeGreaterThan(1);
        resolved["resolved_at"]!.GetValue<string>().ShouldBe("2026-03-01T12:00:00Z");

        JsonNode linked = (await server.PostAsync(
            "/link-identifiers?identifier_a=+14155550123&type_a=phone_number&identifier_b=ps_1&type_b=postscript_subscriber_id&weight=1.0&source=postscript_webhook"))
            .Expect(200);
        linked.ToJsonString().ShouldBe("""{"status":"linked","identifier_a":"\u002B14155550123","identifier_b":"ps_1","weight":1}""");

        JsonNode taken = (await server.PostAsync("/events", Samples.Event("evt-1", "clicked", "2026-03-01T09:00:00Z"))).Expect(200);
        ((int)taken["read"]!, (int)taken["accepted"]!, (int)taken["duplicate"]!, (int)taken["dead_letters"]!).ShouldBe((1, 1, 0, 0));

        (await server.PostAsync($"/compute-features/{id}")).Expect(200).ToJsonString().ShouldBe($$"""{"status":"computed","universal_id":"{{id}}"}""");
        (await server.PostAsync("/compute-features")).Expect(200).ToJsonString().ShouldBe("""{"status":"computed","scope":"all"}""");

        JsonNode features = (await server.GetAsync($"/features/{id}")).Expect(200);
        ((string)features["universal_id"]!, (int)features["click_count_30d"]!, (int)features["click_count_7d"]!, (int)features["click_count_1d"]!)
            .ShouldBe((id, 1, 1, 1));
        features["last_click_ts"]!.GetValue<string>().ShouldBe("2026-03-01T09:00:00Z");
        features["peak_windows"]!.AsArray().Count.ShouldBe(3);
        features["hour_histogram_24"]!.AsArray().Count.ShouldBe(24);
        features["weekday_histogram_7"]!.AsArray().Count.ShouldBe(7);
        features["curve_confidence"]!.GetValue<double>().ShouldBeGreaterThan(0);

        JsonNode decision = (await server.PostAsync(
            "/timing-decision",
            """
            { "email": "ann@example.com", "phone": null, "channel": "email", "provider": "klaviyo", "campaign_type": "newsletter", "payload_size_bytes": 5000,
              "queue_depth_estimate": 100, "send_after": "2026-03-01T12:00:00Z", "send_before": "2026-03-08T12:00:00Z", "latency_estimate_seconds": 30 }
            """)).Expect(200);
        foreach (string field in DecisionFields)
        {
            decision.AsObject().ContainsKey(field).ShouldBeTrue(field);
        }

        decision["universal_id"]!.GetValue<string>().ShouldBe(id);
        decision["latency_estimate_seconds"]!.GetValue<double>().ShouldBe(30);
        decision["debug"]!.AsObject().Select(member => member.Key).ShouldBe(["base_curve_peak_minute", "applied_weights", "suppressed"]);

        JsonNode predicted = (await server.PostAsync("/predict", """{ "recipient_id": "email=ann@example.com", "hours_ahead": 24 }""")).Expect(200);
        predicted.AsObject().Select(member => member.Key).ShouldBe(["recipient_id", "model_version", "peak_hour", "peak_probability", "note"]);
        predicted["peak_hour"]!.GetValue<int>().ShouldBe(9);

        JsonNode explained = (await server.GetAsync($"/explanations/{decision["explanation_ref"]}?verify=true")).Expect(200);
        explained["verified"]!.GetValue<bool>().ShouldBeTrue();
        explained["decision"]!.ToJsonString().ShouldBe(decision.ToJsonString());
        explained["lines"]!.AsArray().Count.ShouldBeGreaterThan(0);
        (await server.GetAsync("/health")).Text.ShouldBe("""{"status":"healthy"}""");
    }
}
