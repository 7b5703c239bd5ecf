using System.Text.Json;
using System.Text.Json.Nodes;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.OpenApi;

public sealed class DescriptionTests(TestServer server) : IClassFixture<TestServer>
{
    private const string Refresh = "SENDFLOWR_REFRESH_OPENAPI";

    private static readonly string Committed = Path.Combine(Checkout.Root, "docs", "openapi.json");

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task the_committed_description_is_that_of_the_running_server()
    {
        string served = (await server.GetAsync("/openapi.json")).Expect(200).ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable(Refresh) == "1")
        {
            await File.WriteAllTextAsync(Committed, served);
        }

        (await File.ReadAllTextAsync(Committed)).ReplaceLineEndings("\n").ShouldBe(
            served, $"docs/openapi.json is not what the server serves. Refresh it: {Refresh}=1 dotnet test tests/SendFlowr.Server.Tests --filter DescriptionTests");
    }

    [Fact]
    public async Task every_operation_is_described_with_its_answers_and_refusals()
    {
        JsonNode document = (await server.GetAsync("/openapi.json")).Expect(200);
        document["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        foreach ((string path, JsonNode? operations) in document["paths"]!.AsObject())
        {
            foreach ((string method, JsonNode? operation) in operations!.AsObject())
            {
                string name = $"{method} {path}";
                operation!["summary"]!.GetValue<string>().ShouldNotBeEmpty(name);
                operation["tags"]!.AsArray().Count.ShouldBe(1, name);
                operation["responses"]!.AsObject().Any(answer => answer.Key.StartsWith('2')).ShouldBeTrue(name);
                operation["responses"]!["403"].ShouldNotBeNull(name);
            }
        }
    }

    [Fact]
    public async Task every_reference_leads_somewhere()
    {
        string text = (await server.GetAsync("/openapi.json")).Text;
        JsonNode schemas = JsonNode.Parse(text)!["components"]!["schemas"]!;
        foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(text, "\"#/components/schemas/([A-Za-z]+)\""))
        {
            schemas[match.Groups[1].Value].ShouldNotBeNull(match.Value);
        }
    }

    /// <summary>The examples are sent as they stand.</summary>
    [Fact]
    public async Task every_example_of_a_body_works()
    {
        JsonNode document = (await server.GetAsync("/openapi.json")).Expect(200);
        foreach ((string path, JsonNode? operations) in document["paths"]!.AsObject())
        {
            foreach ((string type, JsonNode? content) in operations!["post"]?["requestBody"]?["content"]?.AsObject() ?? [])
            {
                Reply reply = await server.PostAsync(path, content!["example"]!.ToJsonString(), type);
                reply.Status.ShouldBeInRange(200, 202, $"{path} {type}: {reply.Text}");
            }
        }
    }

    /// <summary>What is answered has the members that are described.</summary>
    [Theory]
    [InlineData("/features/{id}", "/features/email=ann@example.com")]
    [InlineData("/curves/{id}", "/curves/email=ann@example.com?resolution=hour")]
    [InlineData("/histograms/{id}", "/histograms/email=ann@example.com")]
    [InlineData("/lanes", "/lanes")]
    [InlineData("/health", "/health")]
    public async Task answers_have_the_members_that_are_described(string path, string example)
    {
        JsonNode document = (await server.GetAsync("/openapi.json")).Expect(200);
        string reference = (string)document["paths"]![path]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!["$ref"]!;
        JsonNode schema = document["components"]!["schemas"]![reference.Split('/')[^1]]!;
        JsonNode answer = (await server.GetAsync(example)).Expect(200);
        answer.AsObject().Select(member => member.Key).ShouldBe(schema["properties"]!.AsObject().Select(member => member.Key));
    }
}
