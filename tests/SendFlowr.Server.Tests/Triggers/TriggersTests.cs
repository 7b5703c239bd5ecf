using System.Text.Json.Nodes;
using SendFlowr.Server.Tests.Support;

namespace SendFlowr.Server.Tests.Triggers;

public sealed class TriggersTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task each_trigger_is_read_once_and_in_order_however_small_the_reads()
    {
        string[] ids = [.. Enumerable.Range(0, 12).Select(number => $"t-{number}")];
        foreach (string id in ids)
        {
            (await server.PostAsync("/requests", $$"""{"request_id":"{{id}}","email":"{{id}}@example.com","priority":"urgent","metadata":{"n":"{{id}}"} }""")).Expect(202);
        }

        List<JsonNode> read = [];
        string path = "/triggers?limit=1&wait_seconds=20";
        while (read.Count < ids.Length)
        {
            JsonNode answer = (await server.GetAsync(path)).Expect(200);
            answer["triggers"]!.AsArray().Count.ShouldBeGreaterThan(0);
            read.AddRange(answer["triggers"]!.AsArray().Select(trigger => trigger!));
            path = $"/triggers?limit=1&wait_seconds=20&after={answer["next"]}";
        }

        read.Select(trigger => (string)trigger["request_id"]!).Order().ShouldBe(ids.Order());
        read.Select(trigger => (string)trigger["emitted_at_utc"]!).ShouldBeInOrder();
        read.ShouldAllBe(trigger => (string)trigger["metadata"]!["n"]! == (string)trigger["request_id"]!);
        read.ShouldAllBe(trigger => (string)trigger["recipient"]![0]!["value"]! == $"{trigger["request_id"]}@example.com");
        JsonNode end = (await server.GetAsync(path.Replace("wait_seconds=20", "wait_seconds=0", StringComparison.Ordinal))).Expect(200);
        end["triggers"]!.AsArray().ShouldBeEmpty();
        path.ShouldEndWith((string)end["next"]!);
    }

    [Theory]
    [InlineData("after=yesterday", "after")]
    [InlineData("after=-5", "after")]
    [InlineData("after=1795276514318-999999999999", "after")]
    [InlineData("after=1-7", "after")]
    [InlineData("after=99999999999999999999-1", "after")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=1001", "limit")]
    [InlineData("wait_seconds=21", "wait_seconds")]
    public async Task a_bad_place_is_told(string query, string field) =>
        (await server.GetAsync($"/triggers?{query}")).Expect(400)["field"]!.GetValue<string>().ShouldBe(field);
}
