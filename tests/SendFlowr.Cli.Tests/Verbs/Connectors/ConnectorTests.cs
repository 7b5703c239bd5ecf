using System.Text.Json;
using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Verbs.Connectors;

/// <summary><c>connector list|show|test</c> as a process.</summary>
public sealed class ConnectorTests : IDisposable
{
    private const string Good =
        """{"event_id":"e1","event_type":"clicked","occurred_at":"2026-03-01T09:00:00Z","provider":"shop","channel":"email","identifiers":[{"type":"email","value":" Ann@Example.com "}],"attributes":{"colour":"blué"}}""";

    private const string Bad =
        """{"event_id":"e2","event_type":"clicked","occurred_at":"yesterday","provider":"shop","channel":"email","identifiers":[]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task list_names_the_canonical_connector()
    {
        (await BuiltProgram.RunAsync(_folder, "connector", "list")).Output.ShouldContain("canonical");
        ProcessRun json = await BuiltProgram.RunAsync(_folder, "connector", "list", "--json");
        json.Error.ShouldBeEmpty();
        JsonDocument.Parse(json.Output).RootElement.GetProperty("connectors")[0].GetProperty("name").GetString().ShouldBe("canonical");
    }

    [Fact]
    public async Task what_show_prints_is_a_definition_that_works()
    {
        ProcessRun shown = await BuiltProgram.RunAsync(_folder, "connector", "show", "canonical");
        _folder.Write("mine.yaml", shown.Output);
        _folder.Write("events.ndjson", Good + "\n");
        (await BuiltProgram.RunAsync(_folder, "connector", "test", "mine.yaml", "events.ndjson")).Output.ShouldContain("clicked at 2026-03-01T09:00:00Z");
        ProcessRun json = await BuiltProgram.RunAsync(_folder, "connector", "show", "mine.yaml", "--json");
        JsonDocument.Parse(json.Output).RootElement.GetProperty("definition").GetString().ShouldBe(shown.Output);
    }

    [Fact]
    public async Task test_prints_a_line_of_json_for_each_event()
    {
        _folder.Write("events.ndjson", $"{Good}\n\n{Bad}\nnot json\n");
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "connector", "test", "canonical", "events.ndjson", "events.ndjson", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldBe("2 events, 0 ignored, 4 rejected.\n");
        JsonElement[] lines = [.. run.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement)];
        lines.Length.ShouldBe(6);
        lines[0].GetProperty("sample").GetString().ShouldBe("events.ndjson");
        lines[0].GetProperty("index").GetInt32().ShouldBe(0);
        lines[0].GetProperty("event").GetProperty("identifiers")[0].GetProperty("type").GetString().ShouldBe("email_hash");
        lines[1].GetProperty("rejected").GetProperty("reason").GetString().ShouldBe("bad_time");
        lines[1].GetProperty("rejected").GetProperty("path").GetString().ShouldBe("occurred_at");
        lines[2].GetProperty("rejected").GetProperty("reason").GetString().ShouldBe("malformed_json");
        lines[3].GetProperty("index").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task test_prints_a_line_of_text_for_each_event()
    {
        _folder.Write("events.ndjson", $"{Good}\n{Bad}\n");
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "connector", "test", "canonical", "events.ndjson");
        string[] lines = run.Output.TrimEnd().Split('\n');
        lines.Length.ShouldBe(2);
        lines[0].ShouldStartWith("events.ndjson:1: clicked at 2026-03-01T09:00:00Z  email_hash=");
        lines[0].ShouldEndWith("event_id=e1  provider=shop  channel=email  attributes.colour=blué");
        lines[1].ShouldStartWith("events.ndjson:2: rejected: bad_time at occurred_at: ");
    }

    [Theory]
    [InlineData("list", "banana", 2, "unexpected argument 'banana'")]
    [InlineData("show", "klavio", 2, "There is no connector 'klavio'")]
    [InlineData("show", "wrong.yaml", 2, "wrong.yaml:2:")]
    [InlineData("test canonical", "none.ndjson", 2, "the file 'none.ndjson' does not exist")]
    [InlineData("test canonical", ".", 2, "'.' is a folder")]
    [InlineData("test canonical", "zip.ndjson", 1, "zip.ndjson: ")]
    [InlineData("test canonical", "data.bin", 1, "data.bin: ")]
    public async Task faults_are_told_in_plain_words(string words, string name, int exitCode, string message)
    {
        _folder.Write("wrong.yaml", "connector: wrong\nvershion: 1\n");
        _folder.Write("zip.ndjson", "PK\u0003\u0004");
        _folder.Write("data.bin", "x");
        ProcessRun run = await BuiltProgram.RunAsync(_folder, ["connector", .. words.Split(' '), name, "--json"]);
        run.ExitCode.ShouldBe(exitCode, run.Error);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(message);
        run.Error.ShouldNotContain("defect");
    }
}
