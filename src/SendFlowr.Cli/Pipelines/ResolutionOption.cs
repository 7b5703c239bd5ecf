using System.CommandLine;
using SendFlowr.Cli.Frame;

namespace SendFlowr.Cli.Pipelines;

/// <summary>The option <c>--resolution minute|hour</c>.</summary>
internal static class ResolutionOption
{
    private const string Minute = "minute";
    private const string Hour = "hour";

    public static Option<string> Create()
    {
        Option<string> option = new("--resolution") { HelpName = $"{Minute}|{Hour}", DefaultValueFactory = _ => Minute };
        option.AcceptOnlyFromAmong(Minute, Hour);
        return option;
    }

    public static bool IsHour(VerbContext context, Option<string> option) => context.Get(option) == Hour;
}
