using System.Text;
using System.Text.Json;
using SendFlowr.Connectors.Catalog;
using SendFlowr.Connectors.Definitions;
using SendFlowr.Connectors.Mapping;
using SendFlowr.Connectors.Tests.Support;

namespace SendFlowr.Connectors.Tests.Catalog;

public class ConnectorTesterTests
{
    [Fact]
    public void every_event_is_one_line_of_json()
    {
        using TempFiles files = new();
        string path = files.Write("s.ndjson", "{\"id\":\"1\",\"kind\":\"clicked\",\"ts\":1772359200,\"mail\":\"null\"}\n\n{\"kind\":\"x\"}\nbad\n{\"kind\":\"skip\"}\n");
        string definition = Feeds.Plus("identifiers: [{ type: email, path: mail }]\nignore: { path: kind, equals: skip }");
        using MemoryStream output = new();
        ConnectorTestSummary summary = new ConnectorTester(ConnectorDefinitionLoader.Load(definition, "x"), new MapperOptions()).Run(path, Recorder.ReceivedAt, output);
        summary.ShouldBe(new ConnectorTestSummary(1, 1, 2));
        string[] lines = Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n');
        lines.Select(line => line.Replace(path, "s.ndjson", StringComparison.Ordinal)).ShouldBe(
        [
            """{"sample":"s.ndjson","index":0,"line":1,"event":{"event_id":"1","event_type":"clicked","occurred_at":"2026-03-01T10:00:00Z","provider":"shop","channel":"email","identifiers":[]},"dropped":[{"type":"email_hash","reason":"blocked_value"}]}""",
            """{"sample":"s.ndjson","index":1,"line":3,"rejected":{"reason":"missing_field","path":"id","detail":"event_id is required and is absent, null or empty"}}""",
            """{"sample":"s.ndjson","index":2,"line":4,"rejected":{"reason":"malformed_json","path":"","detail":"not valid JSON at byte 0 of 3"}}""",
            """{"sample":"s.ndjson","index":3,"line":5,"ignored":true}""",
        ]);
    }

    [Fact]
    public void what_it_shows_of_an_event_is_read_back_as_the_same_event()
    {
        string sample = Repository.PathOf("docs/examples/batch_api.json");
        using MemoryStream output = new();
        new ConnectorTester(ConnectorCatalog.Find(Repository.PathOf("docs/examples/batch_api.yaml")).Definition, new MapperOptions())
            .Run(sample, Recorder.ReceivedAt, output);
        foreach (string line in Encoding.UTF8.GetString(output.ToArray()).TrimEnd('\n').Split('\n'))
        {
            if (JsonDocument.Parse(line).RootElement.TryGetProperty("event", out JsonElement mapped))
            {
                Recorder.MapCanonical(mapped.GetRawText()).SingleEvent().GetRawText().ShouldBe(mapped.GetRawText());
            }
        }
    }
}
