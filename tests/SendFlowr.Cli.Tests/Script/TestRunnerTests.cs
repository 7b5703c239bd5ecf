using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Script;

/// <summary><c>./sendflowr test</c> over suites whose output is made up.</summary>
public sealed class TestRunnerTests : IDisposable
{
    private const string AllPass = """
        cat <<'END'
        Test Run Successful.
        Total tests: 3
             Passed: 3
         Total time: 0.7 Seconds
        END
        """;

    private const string OneFails = """
        cat <<'END'
        [xUnit.net 00:00:00.18]     N.T.needs_a_broker [SKIP]
        [xUnit.net 00:00:00.18]       there is no broker
          Passed N.T.works [1 ms]
          Failed N.T.breaks [46 ms]
          Error Message:
           seed 4711
          Passed N.T.works_too [1 ms]

        Test Run Failed.
        Total tests: 4
             Passed: 2
             Failed: 1
            Skipped: 1
         Total time: 0.7 Seconds
        END
        exit 1
        """;

    private readonly FakeCheckout _checkout = new();

    public TestRunnerTests()
    {
        _checkout.Write("tests/SendFlowr.A.Tests/SendFlowr.A.Tests.csproj", "");
        Suite(AllPass);
    }

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task adds_up_the_suites_and_the_format_check()
    {
        ProcessRun run = await _checkout.RunAsync("test");
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldEndWith("10 passed, 0 failed, 0 skipped\n"); // three suites of three, and the format
    }

    [Fact]
    public async Task shows_failures_and_reasons_of_skips()
    {
        Suite(OneFails);
        ProcessRun run = await _checkout.RunAsync("test");
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("  Failed N.T.breaks [46 ms]\n  Error Message:\n   seed 4711\n");
        run.Output.ShouldNotContain("works");
        run.Output.ShouldContain("skipped: N.T.needs_a_broker: there is no broker\n");
        run.Output.ShouldEndWith("7 passed, 3 failed, 3 skipped\n");
    }

    [Fact]
    public async Task counts_a_format_that_differs_as_one_failure()
    {
        _checkout.Variables["FAKE_FORMAT_EXIT"] = "2";
        ProcessRun run = await _checkout.RunAsync("test");
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldEndWith("9 passed, 1 failed, 0 skipped\n");
    }

    [Fact]
    public async Task counts_a_crashed_suite_as_a_failure()
    {
        Suite("case $2 in *Simulation*) echo boom; exit 134 ;; esac\n" + AllPass);
        ProcessRun run = await _checkout.RunAsync("test");
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("boom\nSendFlowr.Simulation ended with exit code 134");
        run.Output.ShouldEndWith("7 passed, 1 failed, 0 skipped\n");
    }

    [Fact]
    public async Task ends_a_suite_that_takes_longer_than_its_budget()
    {
        _checkout.Variables["SENDFLOWR_SUITE_SECONDS"] = "1";
        Suite("case $2 in *Simulation*) sleep 600 ;; esac\n" + AllPass);
        ProcessRun run = await _checkout.RunAsync("test");
        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("SendFlowr.Simulation took longer than its 1 seconds and was ended.");
        run.Output.ShouldEndWith("7 passed, 1 failed, 0 skipped\n");
    }

    [Fact]
    public async Task fails_when_no_test_ran()
    {
        Suite("exit 0");
        ProcessRun run = await _checkout.RunAsync("test", "Nothing");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("no test ran: no name contains 'Nothing'");
        run.Output.ShouldEndWith("0 passed, 0 failed, 0 skipped\n");
    }

    [Fact]
    public async Task passes_the_filter_on_as_plain_text_and_leaves_the_format_out()
    {
        ProcessRun run = await _checkout.RunAsync("test", "M(a: 1)");
        run.Output.ShouldEndWith("9 passed, 0 failed, 0 skipped\n");
        File.ReadAllText(_checkout.Log).ShouldContain(@"--filter FullyQualifiedName~M\(a: 1\)");
    }

    [Fact]
    public async Task a_soak_takes_the_long_counts_and_writes_them_down()
    {
        _checkout.Write("docs/x.md", "");
        Suite("echo \"seeds $SENDFLOWR_SEEDS soak $SENDFLOWR_SOAK\" >>\"$FAKE_LOG\"\n" + AllPass);
        ProcessRun run = await _checkout.RunAsync("test", "--soak");
        run.ExitCode.ShouldBe(0, run.Error);
        File.ReadAllText(_checkout.Log).ShouldContain("seeds 10000 soak 1");
        File.ReadAllText(Path.Combine(_checkout.Root, "docs", "SOAK.md")).ShouldContain("| SendFlowr.A.Tests | 3 passed, 0 failed, 0 skipped");
    }

    [Theory]
    [InlineData("--quick")]
    [InlineData("A", "B")]
    public async Task refuses_words_it_does_not_know(params string[] words)
    {
        ProcessRun run = await _checkout.RunAsync(["test", .. words]);
        run.ExitCode.ShouldBe(2);
        _checkout.Builds.ShouldBe(0);
    }

    [Fact]
    public async Task counts_a_failed_build_as_a_failure_of_the_run()
    {
        _checkout.Variables["FAKE_BUILD_FAILS"] = "1";
        (await _checkout.RunAsync("test")).ExitCode.ShouldBe(1);
    }

    private void Suite(string script) => _checkout.Write("suite.sh", script);
}
