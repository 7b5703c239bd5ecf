using System.Text.Json.Nodes;
using SendFlowr.Pipeline.Topics;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Curves;

public sealed class PeopleTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task a_stranger_has_the_curve_of_the_population_and_no_confidence()
    {
        JsonNode curve = (await server.GetAsync("/curves/email=stranger@example.com")).Expect(200);
        curve["confidence"]!.GetValue<double>().ShouldBe(0);
        curve["events"]!.GetValue<int>().ShouldBe(0);
        Sum(curve["slots"]!).ShouldBe(1, 1e-9);
        curve["slots"]!.AsArray().Count.ShouldBe(10_080);
        (await server.GetAsync("/features/email=stranger@example.com")).Expect(200)["curve_confidence"]!.GetValue<double>().ShouldBe(0);
        (await server.GetAsync("/histograms/email=stranger@example.com")).Expect(200)["events"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public async Task layers_add_up_to_the_curve()
    {
        (await server.PostAsync("/events", Samples.Event("layers", "clicked", "2026-03-01T09:00:00Z", "layers@example.com"))).Expect(200);
        JsonNode curve = (await server.GetAsync("/curves/email=layers@example.com?resolution=hour")).Expect(200);
        curve["slots"]!.AsArray().Count.ShouldBe(168);
        for (int i = 0; i < 168; i++)
        {
            curve["layers"]!.AsObject().Sum(layer => layer.Value![i]!.GetValue<double>()).ShouldBe(curve["slots"]![i]!.GetValue<double>(), 1e-12);
        }
    }

    [Fact]
    public async Task a_stretch_of_a_curve_is_that_of_the_week()
    {
        JsonNode week = (await server.GetAsync("/curves/email=layers@example.com")).Expect(200);
        JsonNode part = (await server.GetAsync("/curves/email=layers@example.com?from=2026-03-01T23:58:30Z&to=2026-03-02T00:02:00Z")).Expect(200);
        part["from"]!.GetValue<string>().ShouldBe("2026-03-01T23:58:00Z");
        int[] minutes = [10_078, 10_079, 0, 1];
        part["slots"]!.AsArray().Select(slot => slot!.GetValue<double>()).ShouldBe(minutes.Select(minute => week["slots"]![minute]!.GetValue<double>()));
        (await server.GetAsync("/curves/email=layers@example.com?from=2026-03-01T23:00:00+01:00&to=2026-03-02&resolution=hour")).Expect(200)["slots"]!
            .AsArray().Count.ShouldBe(2);
    }

    [Fact]
    public async Task histograms_count_engagement_since_a_day()
    {
        string email = "counted@example.com";
        foreach ((string id, string at) in ((string, string)[])[("h1", "2026-02-01T09:10:00Z"), ("h2", "2026-02-28T09:20:00Z"), ("h3", "2026-03-01T10:00:00Z")])
        {
            (await server.PostAsync("/events", Samples.Event(id, "clicked", at, email))).Expect(200);
        }

        JsonNode hours = (await server.GetAsync($"/histograms/email={email}?resolution=hour_of_day&since=2026-02-28")).Expect(200);
        (hours["events"]!.GetValue<int>(), hours["slots"]![9]!.GetValue<int>(), hours["slots"]![10]!.GetValue<int>()).ShouldBe((2, 1, 1));
        JsonNode weekdays = (await server.GetAsync($"/histograms/email={email}?resolution=weekday")).Expect(200);
        weekdays["slots"]!.AsArray().Select(slot => slot!.GetValue<int>()).ShouldBe([0, 0, 0, 0, 0, 1, 2]);
        (await server.GetAsync($"/histograms/email={email}?resolution=minute")).Expect(200)["slots"]!.AsArray().Count.ShouldBe(10_080);
    }

    [Fact]
    public async Task a_path_may_name_a_person_in_any_encoding()
    {
        JsonNode plain = (await server.PostAsync("/timing-decision", """{"identifiers":[{"type":"cookie_id","source":"eu","value":"a/b%2F+c=d"}]}""")).Expect(200);
        foreach (string id in (string[])["cookie_id@eu=a%2Fb%252F+c=d", "cookie_id%40eu%3Da%2fb%252F%2Bc%3Dd", (string)plain["universal_id"]!])
        {
            (await server.GetAsync($"/features/{id}")).Expect(200)["universal_id"]!.GetValue<string>().ShouldBe((string)plain["universal_id"]!, id);
        }
    }

    [Fact]
    public async Task publishing_a_person_sends_the_record_that_is_read()
    {
        long before = Published();
        JsonNode read = (await server.GetAsync("/features/email=layers@example.com")).Expect(200);
        (await server.PostAsync("/compute-features/email=layers@example.com")).Expect(200)["universal_id"]!.GetValue<string>().ShouldBe((string)read["universal_id"]!);
        Published().ShouldBe(before + 1);
    }

    [Fact]
    public async Task lanes_show_their_median()
    {
        for (int i = 0; i < 3; i++)
        {
            string lane = Samples.Event($"lane-{i}", "delivered", $"2026-03-01T09:0{i}:30Z", $"lane{i}@example.com")
                .Replace("\"identifiers\"", $"\"message_id\":\"m{i}\",\"sent_at\":\"2026-03-01T09:0{i}:{10 * i:00}Z\",\"identifiers\"", StringComparison.Ordinal);
            (await server.PostAsync("/events", lane)).Expect(200);
        }

        // Lanes are summed up when tasks punctuate, which this asks for.
        (await server.PostAsync("/compute-features")).Expect(200);
        JsonNode lanes = (await server.GetAsync("/lanes")).Expect(200);
        lanes["lanes"]!.ToJsonString().ShouldBe("""[{"provider":"klaviyo","channel":"email","median_seconds":20,"observations":3,"ignored":0}]""");
    }

    [Theory]
    [InlineData("email=Ann@Example.com")]
    [InlineData("ann@example.com")]
    public async Task a_prediction_looks_only_as_far_as_asked(string recipient)
    {
        (await server.PostAsync("/events", Samples.Event("predict", "clicked", "2026-03-01T09:00:00Z"))).Expect(200);
        JsonNode day = (await server.PostAsync("/predict", $$"""{"recipient_id":"{{recipient}}","hours_ahead":24}""")).Expect(200);
        (day["recipient_id"]!.GetValue<string>(), day["peak_hour"]!.GetValue<int>()).ShouldBe((recipient, 9));
        JsonNode hour = (await server.PostAsync("/predict", $$"""{"recipient_id":"{{recipient}}","hours_ahead":1}""")).Expect(200);
        (hour["peak_hour"]!.GetValue<int>(), hour["peak_probability"]!.GetValue<double>()).ShouldBe((12, 1));
    }

    private long Published() => Enumerable.Range(0, 2).Sum(partition => server.Host.Engine.EndOffset(TopicNames.Features, partition));

    private static double Sum(JsonNode slots) => slots.AsArray().Sum(slot => slot!.GetValue<double>());
}
