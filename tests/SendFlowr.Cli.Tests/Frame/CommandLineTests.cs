using SendFlowr.Cli.Tests.Support;

namespace SendFlowr.Cli.Tests.Frame;

/// <summary>The frame around the verbs, seen from outside: the built program as a process.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task prints_the_version()
    {
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "--version");
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldStartWith("0.");
    }

    [Theory]
    [InlineData("--help", "sendflowr.txt")]
    [InlineData("connector show --help", "connector-show.txt")]
    [InlineData("connector --help", "connector.txt")]
    [InlineData("backtest --horizon -h", "backtest.txt")]
    public async Task prints_the_same_help_as_the_script(string words, string file)
    {
        ProcessRun run = await BuiltProgram.RunAsync(_folder, words.Split(' '));
        run.ExitCode.ShouldBe(0);
        run.Output.ShouldBe(File.ReadAllText(Path.Combine(Checkout.Help, file)));
    }

    [Theory]
    [InlineData("", "sendflowr: a verb is missing. Run `sendflowr --help`.")]
    [InlineData("connctor list", "sendflowr: unknown verb 'connctor'. Did you mean 'connector'? Run `sendflowr --help`.")]
    [InlineData("connector", "sendflowr connector: a verb is missing. Run `sendflowr connector --help`.")]
    [InlineData("connector lst", "sendflowr connector: unknown verb 'lst'. Did you mean 'list'? Run `sendflowr connector --help`.")]
    [InlineData("connector list --jsn", "sendflowr connector list: unknown option '--jsn'. Did you mean '--json'? Run `sendflowr connector list --help`.")]
    [InlineData("connector list banana", "sendflowr connector list: unexpected argument 'banana'. Run `sendflowr connector list --help`.")]
    [InlineData("connector show", "sendflowr connector show: Required argument missing for command: 'show'. Run `sendflowr connector show --help`.")]
    [InlineData("backtest x.csv --horizon ten", "sendflowr backtest: --horizon takes a multiple of 5 from 5 to 720, not 'ten'. Run `sendflowr backtest --help`.")]
    [InlineData("backtest x.csv --clock moon", "sendflowr backtest: --clock takes utc or local, not 'moon'. Run")]
    public async Task refuses_wrong_usage_with_the_nearest_word(string words, string message)
    {
        ProcessRun run = await BuiltProgram.RunAsync(_folder, words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain(message);
    }

    [Fact]
    public async Task a_wrong_configuration_stops_any_verb()
    {
        _folder.Write("my config.yaml", "\npolicy:\n  horizn: 60m\n");
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "connector", "list", "--json", "--config", "my config.yaml");
        run.ExitCode.ShouldBe(2);
        run.Output.ShouldBeEmpty();
        run.Error.ShouldContain("my config.yaml:3:3: policy.horizn is not a key of the configuration; did you mean 'policy.horizon'?");
    }

    [Fact]
    public async Task the_configuration_of_the_folder_is_read_when_it_exists()
    {
        _folder.Write("sendflowr.yaml", "engine: moon\n");
        (await BuiltProgram.RunAsync(_folder, "connector", "list")).Error.ShouldContain("sendflowr.yaml:1:1: engine is 'moon'; allowed: embedded, kafka");
    }

    [Fact]
    public async Task a_configuration_that_is_named_must_exist()
    {
        ProcessRun run = await BuiltProgram.RunAsync(_folder, "connector", "list", "--config", "none.yaml");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("the configuration file 'none.yaml' does not exist");
    }

    [Fact]
    public async Task a_wrong_variable_stops_any_verb()
    {
        ProcessRun run = await BuiltProgram.RunAsync(
            _folder, new() { ["SENDFLOWR__POLICY__HORIZON"] = "soon" }, ["connector", "list"]);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("environment variable SENDFLOWR__POLICY__HORIZON: policy.horizon is 'soon'");
    }
}
