using System.Text.Json;
using System.Text.RegularExpressions;
using SendFlowr.Cli.Tests.Support;
using SendFlowr.Pipeline.Hosting;

namespace SendFlowr.Cli.Tests.Verbs.Up;

/// <summary>Verbs on a data directory that a running <c>up</c> owns.</summary>
public sealed partial class VerbsBesideUpTests : IDisposable
{
    private const string Ann = "email=ann@example.com";

    private static readonly Dictionary<string, string?> FixedKey = new()
    {
        ["SENDFLOWR__IDENTITY__KEY"] = Convert.ToHexStringLower(IdentityKey.Fixed()),
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task answer_as_they_do_alone()
    {
        PrepareFiles(_folder);
        using TemporaryFolder alone = new();
        PrepareFiles(alone);
        string[] expected = await AnswersAsync(alone);
        using RunningUp up = await RunningUp.StartAsync(_folder, FixedKey, "--data", "state");
        string[] answers = await AnswersAsync(_folder);
        answers.ShouldBe(expected);
        (await up.EndAsync("TERM")).ShouldBe(130);

        ProcessRun afterwards = await RunAsync(_folder, ["curve", Ann, "--data", "state"]);
        afterwards.Output.ShouldBe((await RunAsync(alone, ["curve", Ann, "--data", "state"])).Output);
    }

    [Fact]
    public async Task faults_have_the_same_exit_codes_and_texts_as_alone()
    {
        using TemporaryFolder alone = new();
        string[][] faults =
        [
            ["explain", "not-an-id"],
            ["explain", "d_00000000000000000000000000000000"],
            ["ingest", "no-such-file.ndjson"],
            ["ingest", "."],
            ["decide", Ann, "--before", "2020-01-01T00:00:00Z", "--now", "2020-02-01T00:00:00Z"],
            ["decide", "ann@example.com"],
            ["relearn", "--since", "yesterday"],
        ];
        await RunAsync(alone, ["deadletters", "list"]);
        Directory.CreateDirectory(Path.Combine(alone.Path, ".sendflowr"));
        using RunningUp up = await RunningUp.StartAsync(_folder, FixedKey);
        foreach (string[] words in faults)
        {
            ProcessRun expected = await RunAsync(alone, words);
            ProcessRun run = await RunAsync(_folder, words);
            (run.ExitCode, run.Output).ShouldBe((expected.ExitCode, expected.Output), string.Join(' ', words));
            run.Error.Replace(_folder.Path, "", StringComparison.Ordinal).ShouldBe(expected.Error.Replace(alone.Path, "", StringComparison.Ordinal));
            run.Error.ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task a_forwarded_ingest_that_is_interrupted_ends_and_up_lives_on()
    {
        const int lines = 150_000;
        WriteFeed(lines);
        using RunningUp up = await RunningUp.StartAsync(_folder, FixedKey);
        string log = Path.Combine(_folder.Path, ".sendflowr", "log");
        ProcessRun run = await BuiltProgram.RunAsync(_folder, FixedKey, ["ingest", "feed.ndjson", "--json"], process =>
        {
            while (LogBytes(log) < 1 << 20)
            {
                process.WaitForExit(5).ShouldBeFalse("the ingest was over before it could be interrupted");
            }

            RunningUp.SignalAsync(process.Id, "INT").GetAwaiter().GetResult();
        });
        run.ExitCode.ShouldBe(130, run.Error);
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;
        report.GetProperty("read").GetInt32().ShouldBeInRange(1, lines - 1);
        (report.GetProperty("accepted").GetInt32() + report.GetProperty("duplicate").GetInt32()).ShouldBe(report.GetProperty("read").GetInt32());
        ProcessRun again = await RunAsync(_folder, ["ingest", "feed.ndjson", "--json", "--no-relearn"]);
        again.ExitCode.ShouldBe(0, again.Error);
        JsonDocument.Parse(again.Output).RootElement.GetProperty("read").GetInt32().ShouldBe(lines);
    }

    [Fact]
    public async Task questions_are_answered_during_a_long_ingest()
    {
        WriteFeed(100_000);
        using RunningUp up = await RunningUp.StartAsync(_folder, FixedKey);
        Task<ProcessRun> ingest = RunAsync(_folder, ["ingest", "feed.ndjson", "--json"]);
        ProcessRun[] answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => RunAsync(_folder, ["decide", $"email=person{i}@example.com", "--json"])));
        answers.ShouldAllBe(run => run.ExitCode == 0);
        answers.Select(run => JsonDocument.Parse(run.Output).RootElement.GetProperty("decision_id").GetString()).Distinct().Count().ShouldBe(4);
        ProcessRun done = await ingest;
        done.ExitCode.ShouldBe(0, done.Error);
        JsonDocument.Parse(done.Output).RootElement.GetProperty("read").GetInt32().ShouldBe(100_000);
    }

    [Fact]
    public async Task another_configuration_than_that_of_up_is_told()
    {
        using RunningUp up = await RunningUp.StartAsync(_folder, FixedKey);
        ProcessRun run = await BuiltProgram.RunAsync(
            _folder, new(FixedKey) { ["SENDFLOWR__POLICY__HORIZON"] = "2h" }, ["deadletters", "list"]);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain("another configuration; that one counts");
    }

    private static void PrepareFiles(TemporaryFolder folder)
    {
        string sample = Path.Combine(Checkout.Root, "docs", "examples", "shop_events.ndjson");
        folder.Write("files/shop.ndjson", File.ReadAllText(sample) + "{ truncated\n");
        folder.Write("elsewhere/note.txt", "");
    }

    /// <summary>What every verb on a data directory says; the paths are relative to where it is typed.</summary>
    private static async Task<string[]> AnswersAsync(TemporaryFolder folder)
    {
        string now = "2026-11-16T00:00:00Z";
        string[][] verbs =
        [
            ["ingest", "files/shop.ndjson", "--json"],
            ["ingest", "files/shop.ndjson", "--json", "--no-relearn"],
            ["curve", Ann, "--json"],
            ["curve", Ann, "--resolution", "hour"],
            ["decide", Ann, "--provider", "klaviyo", "--now", now, "--json"],
            ["decide", Ann, "--provider", "klaviyo", "--now", now],
            ["relearn", "--since", "2026-09-01", "--json"],
            ["deadletters", "list", "--json"],
            ["deadletters", "list"],
        ];
        List<string> answers = [];
        foreach (string[] words in verbs)
        {
            ProcessRun run = await RunAsync(folder, [.. words, "--data", "state"]);
            run.ExitCode.ShouldBe(0, run.Error);
            run.Error.ShouldBeEmpty(string.Join(' ', words));
            answers.Add(WithoutChance().Replace(run.Output, "*"));
        }

        ProcessRun decision = await RunAsync(folder, ["decide", Ann, "--now", now, "--json", "--data", "state"]);
        string id = JsonDocument.Parse(decision.Output).RootElement.GetProperty("decision_id").GetString()!;
        ProcessRun explained = await RunAsync(folder, ["explain", id, "--verify", "--json", "--data", "state"]);
        explained.ExitCode.ShouldBe(0, explained.Error);
        JsonElement explanation = JsonDocument.Parse(explained.Output).RootElement;
        explanation.GetProperty("decision").GetRawText().ShouldBe(decision.Output.TrimEnd());
        answers.Add($"verified {explanation.GetProperty("verified").GetBoolean()}");
        return [.. answers];
    }

    private static Task<ProcessRun> RunAsync(TemporaryFolder folder, string[] words) => BuiltProgram.RunAsync(folder, FixedKey, words);

    private static long LogBytes(string folder) =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length) : 0;

    private void WriteFeed(int lines)
    {
        Pipeline.FeedFile.Write(Path.Combine(_folder.Path, "feed.ndjson"), lines);
    }

    /// <summary>Times and ids of the run, and what the machine took for it.</summary>
    [GeneratedRegex("d_[0-9a-f]{32}|\"(seconds|events_per_second|peak_rss_mb|bytes_per_person)\":[0-9.E+-]+|\"(created_at|computed_at|received_at)\":(\"[^\"]*\"|[0-9]+)|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+Z (?=│|\\|| )|2026-11-2[0-9]T[0-9:.]+Z")]
    private static partial Regex WithoutChance();
}
