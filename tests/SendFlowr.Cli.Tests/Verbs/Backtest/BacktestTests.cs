using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Verbs.Backtest;

/// <summary><c>backtest</c> as a process, on histories made up here: everybody engages at 09:00 UTC.</summary>
public sealed class BacktestTests : IDisposable
{
    private static readonly string[] ModelNames =
        ["uniform", "population", "hour24", "hour168", "published", "empirical_bayes", "sendflowr", "sendflowr_hour"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task json_is_one_document_with_the_names_of_the_contract()
    {
        _folder.Write("history.csv", History(people: 3, days: 40));
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "backtest", "history.csv", "--json");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldBeEmpty();
        JsonElement document = JsonDocument.Parse(run.Output).RootElement;
        document.GetProperty("users").GetInt32().ShouldBe(3);
        document.GetProperty("test_events").GetInt32().ShouldBeGreaterThan(0);
        JsonElement[] models = [.. document.GetProperty("models").EnumerateArray()];
        models.Select(model => model.GetProperty("name").GetString()).ShouldBe(ModelNames);
        double uniform = models[0].GetProperty("hit_rate").GetDouble();
        foreach (JsonElement model in models)
        {
            model.GetProperty("lift").GetDouble().ShouldBe((model.GetProperty("hit_rate").GetDouble() / uniform) - 1, 1e-9);
            model.GetProperty("nats_per_event").ValueKind.ShouldBe(JsonValueKind.Number);
            model.GetProperty("cold").ValueKind.ShouldBe(JsonValueKind.Number);
        }

        models[6].GetProperty("nats_per_event").GetDouble().ShouldBeGreaterThan(1);
        JsonElement calibration = document.GetProperty("calibration");
        foreach (string name in new[] { "ece_raw", "ece", "brier" })
        {
            calibration.GetProperty(name).GetDouble().ShouldBeInRange(0, 1);
        }

        calibration.GetProperty("bins").GetArrayLength().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task people_get_a_table_on_standard_output()
    {
        _folder.Write("history.csv", History(people: 3, days: 40));
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "backtest", "history.csv");
        run.ExitCode.ShouldBe(0, run.Error);
        foreach (string name in ModelNames)
        {
            run.Output.ShouldContain($"  {name} ");
        }

        run.Output.ShouldContain("Do the chances of sendflowr hold?");
        run.Output.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task a_packed_history_gives_the_same_answer()
    {
        string text = History(people: 2, days: 30);
        _folder.Write("plain.csv", text);
        using (GZipStream packed = new(File.Create(Path.Combine(_folder.Path, "packed.csv.gz")), CompressionLevel.Fastest))
        {
            packed.Write(Encoding.UTF8.GetBytes(text));
        }

        ProcessRun plain = await BuiltProgram.RunAsync(_folder, "backtest", "plain.csv", "--json");
        ProcessRun gz = await BuiltProgram.RunAsync(_folder, "backtest", "packed.csv.gz", "--json");
        gz.ExitCode.ShouldBe(0, gz.Error);
        gz.Output.ShouldBe(plain.Output);
    }

    [Fact]
    public async Task offsets_count_with_the_local_clock_only()
    {
        StringBuilder text = new("user_id,unix_seconds,utc_offset_min\n");
        for (int day = 0; day < 40; day++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"a,{(day * 86400) + (9 * 3600) - (day % 2 * 3600 * 5)},{day % 2 * 300}\n");
        }

        _folder.Write("history.csv", text.ToString());
        ProcessRun utc = await BuiltProgram.RunAsync(_folder, "backtest", "history.csv", "--json");
        ProcessRun local = await BuiltProgram.RunAsync(_folder, "backtest", "history.csv", "--json", "--clock", "local");
        Nats(local).ShouldBeGreaterThan(Nats(utc) + 0.3);
    }

    [Fact]
    public async Task events_go_through_a_connector_and_count_by_their_routing_identifier()
    {
        StringBuilder text = new();
        for (int day = 1; day <= 28; day++)
        {
            text.Append(Event($"2026-02-{day:00}T09:0{day % 10}:00Z", "clicked", """{"type":"email","value":"ann@example.com"},{"type":"cookie_id","value":"c1"}"""));
            text.Append(Event($"2026-02-{day:00}T08:0{day % 10}:00+00:00", "product_view", """{"type":"email","value":" ANN@example.com"}"""));
            text.Append(Event($"2026-02-{day:00}T07:00:00Z", "delivered", """{"type":"email","value":"ann@example.com"}"""));
            text.Append(Event($"2026-02-{day:00}T06:00:00Z", "clicked", ""));
        }

        text.Append("{}\n");
        _folder.Write("events.ndjson", text.ToString());
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "backtest", "events.ndjson", "--json", "--min-events", "5");
        run.ExitCode.ShouldBe(0, run.Error);
        JsonElement document = JsonDocument.Parse(run.Output).RootElement;
        document.GetProperty("users").GetInt32().ShouldBe(1);
        document.GetProperty("events").GetInt32().ShouldBe(56);
        document.GetProperty("rejected").GetInt64().ShouldBe(1);
        run.Error.ShouldContain("events.ndjson: events that cannot be mapped: 1, the first at 113: missing_field");
    }

    [Fact]
    public async Task a_connector_that_is_named_takes_every_file()
    {
        _folder.Write("history.csv", History(people: 1, days: 1));
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "backtest", "history.csv", "--connector", "canonical");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("The connector 'canonical' does not fit this file");
    }

    [Theory]
    [InlineData("user_id,unix_seconds\na,1\nb,\n", "history.csv:3: the line has no whole number in the column unix_seconds")]
    [InlineData("user_id,unix_seconds\na,1,2\n", "history.csv:2: the line has no whole number in the column unix_seconds, or another number of columns")]
    [InlineData("user_id,unix_seconds\na\n", "history.csv:2: the line is not as the header says")]
    [InlineData("user_id,unix_seconds\n,5\n", "history.csv:2: the line has a user_id of 0 bytes")]
    [InlineData("user_id,unix_seconds\na,-5\n", "history.csv:2: the line has a value out of range")]
    [InlineData("user_id,unix_seconds\n\"a,5\n", "history.csv:2: the line is not as the header says")]
    [InlineData("user_id,unix_seconds,utc_offset_min\na,5,\n", "history.csv:2: the line has no whole number in the column utc_offset_min")]
    [InlineData("user_id,unix_seconds\n", "the files hold no event")]
    public async Task a_wrong_line_is_told_with_its_place(string text, string message)
    {
        _folder.Write("history.csv", text);
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "backtest", "history.csv", "--json");
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(message);
    }

    [Fact]
    public async Task a_packed_file_that_is_cut_off_is_told()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(History(people: 20, days: 200)));
        }

        File.WriteAllBytes(Path.Combine(_folder.Path, "history.csv.gz"), packed.ToArray()[..40_000]);
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "backtest", "history.csv.gz", "--json");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("'history.csv.gz' cannot be read");
    }

    [Theory]
    [InlineData("--horizon", "7", "--horizon takes a multiple of 5 from 5 to 720, not '7'")]
    [InlineData("--clock", "moon", "--clock takes utc or local, not 'moon'")]
    [InlineData("--clock", "local", "'history.csv' has no column utc_offset_min")]
    [InlineData("--min-events", "0", "--min-events takes a whole number from 1")]
    public async Task wrong_options_are_wrong_usage(string option, string value, string message)
    {
        _folder.Write("history.csv", History(people: 1, days: 1));
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "backtest", "history.csv", option, value);
        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(message);
    }

    [Fact]
    public async Task a_missing_file_is_wrong_usage()
    {
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "backtest", "none.csv");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("the file 'none.csv' does not exist");
    }

    [Theory]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public async Task a_signal_ends_it_with_130_and_no_half_document(string signal)
    {
        string file = _folder.Write("history.csv", History(people: 1000, days: 400));
        ProcessRun run = await BuiltProgram.RunAsync(_folder, [], ["backtest", file, "--json"], process =>
        {
            WaitUntilOpen(process, file);
            Process.Start("kill", [signal, process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)])!.WaitForExit();
        });
        run.ExitCode.ShouldBe(130);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("finishing what is under way");
        run.Error.ShouldContain("sendflowr backtest: interrupted.");
    }

    /// <summary>Returns as soon as the process has the file open: from then on it listens to signals.</summary>
    private static void WaitUntilOpen(Process process, string file)
    {
        while (!process.HasExited)
        {
            foreach (string descriptor in Directory.EnumerateFileSystemEntries($"/proc/{process.Id}/fd"))
            {
                if (new FileInfo(descriptor).LinkTarget == file)
                {
                    return;
                }
            }
        }
    }

    private static string Event(string time, string type, string identifiers) =>
        $$"""{"event_id":"{{type}} {{time}}","event_type":"{{type}}","occurred_at":"{{time}}","provider":"shop","channel":"email","identifiers":[{{identifiers}}]}""" + "\n";

    private static double Nats(ProcessRun run) =>
        JsonDocument.Parse(run.Output).RootElement.GetProperty("models").EnumerateArray()
            .Single(model => model.GetProperty("name").GetString() == "sendflowr").GetProperty("nats_per_event").GetDouble();

    private static string History(int people, int days)
    {
        StringBuilder text = new("user_id,unix_seconds\n");
        for (int person = 0; person < people; person++)
        {
            for (int day = 0; day < days; day++)
            {
                text.Append(System.Globalization.CultureInfo.InvariantCulture, $"user-{person},{(day * 86400) + (9 * 3600) + (day * 37 % 600)}\n");
            }
        }

        return text.ToString();
    }
}
