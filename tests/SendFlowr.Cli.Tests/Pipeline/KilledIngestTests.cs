using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SendFlowr.Cli.Tests.Support;
using SendFlowr.Pipeline.Bench;
using SendFlowr.Pipeline.Hosting;
using Xunit.Abstractions;

namespace SendFlowr.Cli.Tests.Pipeline;

/// <summary>The built program is ended by SIGKILL at random moments of an ingest; what it then goes on to is what an undisturbed run makes.</summary>
public sealed class KilledIngestTests(ITestOutputHelper output) : IDisposable
{
    private const int Events = 40_000;
    private const int People = 800;
    private const int BadLineEvery = 9_973;
    private const int DefaultSeed = 20_261_121;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _environment = new()
    {
        ["SENDFLOWR__IDENTITY__KEY"] = Convert.ToHexStringLower(IdentityKey.Fixed()),
    };

    private static int Rounds => Environment.GetEnvironmentVariable("SENDFLOWR_SOAK") is null ? 10 : 100;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ten_killed_ingests_end_in_the_state_of_an_undisturbed_one()
    {
        int seed = int.TryParse(Environment.GetEnvironmentVariable("SENDFLOWR_SEED"), CultureInfo.InvariantCulture, out int given) ? given : DefaultSeed;
        output.WriteLine($"SENDFLOWR_SEED={seed}");
        Random random = new(seed);
        WriteFeed();
        (JsonElement report, TimeSpan undisturbed) = await IngestAsync("undisturbed");
        report.GetProperty("read").GetInt64().ShouldBe(Events + (Events / BadLineEvery));
        List<string> expected = DirectoryState.Read(Path.Combine(_folder.Path, "undisturbed"));
        expected.Count(line => line.StartsWith("letter", StringComparison.Ordinal)).ShouldBe(Events / BadLineEvery);
        for (int round = 1; round <= Rounds; round++)
        {
            string data = $"round{round}";
            string path = Path.Combine(_folder.Path, data);
            int afterMilliseconds = random.Next((int)(undisturbed.TotalMilliseconds * 0.1), (int)(undisturbed.TotalMilliseconds * 0.9));
            while (!await KillAsync(data, afterMilliseconds))
            {
                // It was done before the signal came, on a machine that is faster now than it was: again, and earlier.
                Directory.Delete(path, recursive: true);
                afterMilliseconds /= 2;
            }

            (report, _) = await IngestAsync(data);
            output.WriteLine($"round {round}: killed after {afterMilliseconds} ms, then {report.GetRawText().Trim()}");
            List<string> actual = DirectoryState.Read(path);
            actual.Except(expected).Concat(expected.Except(actual)).Take(3).ShouldBeEmpty($"round {round}, seed {seed}");
            actual.Count.ShouldBe(expected.Count, $"round {round}, seed {seed}");
            Directory.Delete(path, recursive: true);
        }
    }

    private void WriteFeed()
    {
        SyntheticFeed feed = new(People, seed: 5);
        ArrayBufferWriter<byte> lines = new();
        for (int i = 0; i < Events; i++)
        {
            feed.WriteLine(lines, i, Events);
            if ((i + 1) % BadLineEvery == 0)
            {
                lines.Write(Encoding.UTF8.GetBytes($"{{ not an event {i}\n"));
            }
        }

        File.WriteAllBytes(Path.Combine(_folder.Path, "events.ndjson"), lines.WrittenSpan);
    }

    private async Task<(JsonElement Report, TimeSpan Time)> IngestAsync(string data)
    {
        long start = Stopwatch.GetTimestamp();
        ProcessRun run = await BuiltProgram.RunAsync(_folder, _environment, ["ingest", "events.ndjson", "--data", data, "--json"]);
        TimeSpan time = Stopwatch.GetElapsedTime(start);
        run.ExitCode.ShouldBe(0, run.Error);
        return (JsonDocument.Parse(run.Output).RootElement, time);
    }

    /// <summary>True when the program was still at work when the signal came.</summary>
    private async Task<bool> KillAsync(string data, int afterMilliseconds)
    {
        bool killed = false;
        await BuiltProgram.RunAsync(_folder, _environment, ["ingest", "events.ndjson", "--data", data, "--json"], process =>
        {
            if (!process.WaitForExit(afterMilliseconds))
            {
                process.Kill();
                killed = true;
            }
        });
        return killed;
    }
}
