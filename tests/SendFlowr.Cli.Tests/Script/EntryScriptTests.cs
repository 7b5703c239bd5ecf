using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Script;

public sealed class EntryScriptTests : IDisposable
{
    private readonly FakeCheckout _checkout = new();

    public void Dispose() => _checkout.Dispose();

    [Fact]
    public async Task prints_help_without_building_and_without_dotnet()
    {
        _checkout.Variables["PATH"] = WithoutDotnet();
        foreach (string file in Directory.EnumerateFiles(Checkout.Help, "*.txt"))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            string[] words = name == "sendflowr" ? ["--help"] : [.. name.Split('-'), "--help"];
            ProcessRun run = await _checkout.RunAsync(words);
            run.ExitCode.ShouldBe(0, name);
            run.Output.ShouldBe(File.ReadAllText(file), name);
            run.Error.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("decide", "email=ann@example.com", "--help")]
    [InlineData("decide", "--json", "-h")]
    public async Task finds_the_help_of_a_verb_behind_its_arguments(params string[] words)
    {
        ProcessRun run = await _checkout.RunAsync(words);
        run.Output.ShouldBe(File.ReadAllText(Path.Combine(Checkout.Help, "decide.txt")));
    }

    [Fact]
    public async Task says_how_it_is_used_when_called_without_a_verb()
    {
        ProcessRun run = await _checkout.RunAsync();
        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("Usage:");
    }

    [Fact]
    public async Task builds_at_the_first_start_only()
    {
        ProcessRun first = await _checkout.RunAsync("decide");
        first.ExitCode.ShouldBe(0, first.Error);
        first.Error.ShouldContain("takes about a minute");
        ProcessRun second = await _checkout.RunAsync("decide");
        second.Error.ShouldBeEmpty();
        _checkout.Builds.ShouldBe(1);
    }

    [Fact]
    public async Task builds_again_after_a_change_an_addition_and_a_removal()
    {
        await _checkout.RunAsync("decide");
        string added = _checkout.Write("src/Added.cs", "");
        (await _checkout.RunAsync("decide")).Error.ShouldContain("what changed");
        _checkout.Builds.ShouldBe(2);
        File.AppendAllText(added, "// changed");
        await _checkout.RunAsync("decide");
        _checkout.Builds.ShouldBe(3);
        File.Delete(added);
        await _checkout.RunAsync("decide");
        _checkout.Builds.ShouldBe(4);
        _checkout.Write("Directory.Build.props", "<Project/>");
        await _checkout.RunAsync("decide");
        _checkout.Builds.ShouldBe(5);
        await _checkout.RunAsync("decide");
        _checkout.Builds.ShouldBe(5);
    }

    [Fact]
    public async Task builds_again_when_a_file_changed_after_the_build_began()
    {
        _checkout.Variables["FAKE_TOUCH"] = Path.Combine(_checkout.Root, "src", "Sample.cs");
        await _checkout.RunAsync("decide");
        _checkout.Variables["FAKE_TOUCH"] = null;
        await _checkout.RunAsync("decide");
        _checkout.Builds.ShouldBe(2);
    }

    [Fact]
    public async Task shows_the_errors_of_a_failed_build_and_tries_again_at_the_next_start()
    {
        _checkout.Variables["FAKE_BUILD_FAILS"] = "1";
        ProcessRun failed = await _checkout.RunAsync("decide");
        failed.ExitCode.ShouldBe(1);
        failed.Error.ShouldContain("error CS1002: ; expected");
        failed.Output.ShouldBeEmpty();
        _checkout.Variables["FAKE_BUILD_FAILS"] = null;
        (await _checkout.RunAsync("decide")).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task starts_at_the_same_time_build_once()
    {
        ProcessRun[] runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _checkout.RunAsync("decide")));
        runs.ShouldAllBe(run => run.ExitCode == 0);
        _checkout.Builds.ShouldBe(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(130)]
    public async Task passes_arguments_and_the_exit_code_through(int exitCode)
    {
        _checkout.Variables["FAKE_EXIT"] = exitCode.ToString(System.Globalization.CultureInfo.InvariantCulture);
        ProcessRun run = await _checkout.RunAsync("ingest", "a file.csv", "", "*", "--data", "x y");
        run.ExitCode.ShouldBe(exitCode);
        run.Output.ShouldBe("<ingest>\n<a file.csv>\n<>\n<*>\n<--data>\n<x y>\n");
    }

    [Fact]
    public async Task works_through_links_to_links()
    {
        string first = Path.Combine(_checkout.Folder, "first link");
        string second = Path.Combine(_checkout.Home, "second link");
        File.CreateSymbolicLink(first, "checkout/sendflowr");
        File.CreateSymbolicLink(second, "../first link");
        ProcessRun run = await _checkout.RunAsync([second, "decide"], started: null);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldBe("<decide>\n");
        File.Exists(Path.Combine(_checkout.Root, "artifacts", "built")).ShouldBeTrue();
    }

    [Fact]
    public async Task says_that_dotnet_is_missing()
    {
        _checkout.Variables["PATH"] = WithoutDotnet();
        ProcessRun run = await _checkout.RunAsync("decide");
        if (Directory.Exists("/usr/share/dotnet") || Directory.Exists("/usr/lib/dotnet") || Directory.Exists("/usr/local/share/dotnet"))
        {
            run.Error.ShouldNotContain("no 'dotnet' in PATH"); // found where installers put it
            return;
        }

        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("the .NET SDK 10 is missing: no 'dotnet' in PATH");
    }

    [Fact]
    public async Task says_that_the_sdk_is_too_old()
    {
        _checkout.Variables["FAKE_NO_SDK"] = "1";
        ProcessRun run = await _checkout.RunAsync("decide");
        run.ExitCode.ShouldBe(1);
        run.Error.ShouldContain("the .NET SDK 10 is missing: 'dotnet' is there, with these SDKs: 8.0.100");
    }

    /// <summary>A folder with links to the tools the script needs, and no dotnet.</summary>
    private string WithoutDotnet()
    {
        string tools = Path.Combine(_checkout.Folder, "tools");
        Directory.CreateDirectory(tools);
        foreach (string tool in new[] { "bash", "env", "cat", "dirname", "readlink", "id", "find", "mkdir" })
        {
            File.CreateSymbolicLink(Path.Combine(tools, tool), File.Exists($"/usr/bin/{tool}") ? $"/usr/bin/{tool}" : $"/bin/{tool}");
        }

        return tools;
    }
}
