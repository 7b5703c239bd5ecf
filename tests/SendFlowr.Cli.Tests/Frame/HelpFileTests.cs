using System.CommandLine;
using System.Text.RegularExpressions;
using SendFlowr.Cli.Frame;
using SendFlowr.Cli.Help;
using SendFlowr.Cli.Tests.Support;
using SendFlowr.Cli.Verbs;

namespace SendFlowr.Cli.Tests.Frame;

/// <summary>The help is written by hand, so it is held against the parser here.</summary>
public sealed partial class HelpFileTests
{
    /// <summary>Help that describes no command of the parser: <c>test</c> is the entry script's.</summary>
    private static readonly string[] ScriptVerbs = ["test"];

    private static readonly Command Root = new CommandLine(VerbList.All).Root;

    public static TheoryData<string> Commands => [.. Descend(Root, "").Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void help_names_every_option_and_argument_and_no_other(string name)
    {
        Command command = Descend(Root, "").Single(pair => pair.Name == name).Command;
        string help = HelpText.For(name);
        IEnumerable<string> known = command.Options.Concat(Root.Options.Where(option => option.Recursive)).Select(option => option.Name);
        OptionName().Matches(help).Select(match => match.Value).Distinct().Order().ShouldBe(known.Distinct().Order());
        foreach (Argument argument in command.Arguments)
        {
            help.ShouldContain(argument.Name);
        }
    }

    [Fact]
    public void every_help_file_belongs_to_a_command() =>
        HelpText.Names.Except(ScriptVerbs).Order().ShouldBe(Descend(Root, "").Select(command => command.Name).Order());

    [Fact]
    public void every_help_file_has_usage_an_example_and_exit_codes()
    {
        foreach (string name in HelpText.Names.Where(name => name != "sendflowr"))
        {
            string help = HelpText.For(name);
            help.ShouldStartWith($"sendflowr {name.Replace('-', ' ')}: ");
            help.ShouldContain("\nUsage:");
            help.ShouldContain("\nExample:\n  ");
            help.ShouldContain("\nExit codes: 0 ");
            help.Split('\n').ShouldAllBe(line => line.Length <= 110);
        }
    }

    [Fact]
    public void the_overview_names_every_verb()
    {
        string overview = HelpText.For("sendflowr");
        foreach (string name in HelpText.Names.Except(["sendflowr", "connector", "deadletters", "bench", "schemas"]))
        {
            overview.ShouldContain($"\n  {name.Replace('-', ' ')}");
        }
    }

    [Fact]
    public void the_script_knows_the_options_of_test()
    {
        string script = File.ReadAllText(Path.Combine(Checkout.Root, "tests", "run.sh"));
        OptionName().Matches(HelpText.For("test")).Select(match => match.Value).Distinct().Order().ShouldBe(["--help", "--soak"]);
        script.ShouldContain("--soak)");
    }

    private static IEnumerable<(string Name, Command Command)> Descend(Command command, string prefix)
    {
        string name = prefix.Length == 0 ? command.Name : prefix == Root.Name ? command.Name : $"{prefix}-{command.Name}";
        return command.Subcommands.SelectMany(child => Descend(child, name)).Prepend((name, command));
    }

    /// <summary>An option where a line of a list of options begins.</summary>
    [GeneratedRegex(@"(?<=^  (-h, )?)--[a-z-]+", RegexOptions.Multiline)]
    private static partial Regex OptionName();
}
