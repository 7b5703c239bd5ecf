using System.CommandLine;
using System.CommandLine.Parsing;
using SendFlowr.Pipeline.Texts;

namespace SendFlowr.Cli.Frame;

/// <summary>Says in plain words what is wrong with a command line, with the nearest known word and where to read on.</summary>
internal static class ParseErrors
{
    /// <summary>The text for people, or null when nothing is wrong.</summary>
    /// <param name="parsed">The command line as the parser understood it.</param>
    /// <param name="helpName">Name of the help file that fits.</param>
    /// <param name="isVerb">False when the words name no verb, or a group of verbs only.</param>
    public static string? Describe(ParseResult parsed, string helpName, bool isVerb)
    {
        string verb = helpName.Replace('-', ' ');
        string program = verb == "sendflowr" ? verb : $"sendflowr {verb}";
        string readOn = $"Run `{program} --help`.";
        if (parsed.UnmatchedTokens.Count > 0)
        {
            return $"{program}: {Unknown(parsed.CommandResult, parsed.UnmatchedTokens[0], isVerb)} {readOn}";
        }

        if (isVerb && ArgumentsThatLookLikeOptions(parsed).FirstOrDefault() is { } stray)
        {
            return $"{program}: {Unknown(parsed.CommandResult, stray, isVerb)} {readOn}";
        }

        if (!isVerb)
        {
            return $"{program}: a verb is missing. {readOn}";
        }

        return parsed.Errors.Count == 0 ? null : $"{program}: {Sentence(parsed.Errors[0].Message)} {readOn}";
    }

    /// <summary>Arguments that take any word swallow a misspelt option; nothing that can be named begins with two dashes.</summary>
    private static IEnumerable<string> ArgumentsThatLookLikeOptions(ParseResult parsed) => parsed.CommandResult.Children
        .OfType<ArgumentResult>()
        .SelectMany(argument => argument.Tokens)
        .Select(token => token.Value)
        .Where(word => word.StartsWith("--", StringComparison.Ordinal));

    private static string Unknown(CommandResult result, string word, bool isVerb)
    {
        bool isOption = word.StartsWith('-');
        string kind = isOption ? "unknown option" : isVerb ? "unexpected argument" : "unknown verb";
        IEnumerable<string> known = isOption ? OptionsOf(result) : result.Command.Subcommands.Select(command => command.Name);
        string? nearest = Spelling.Nearest(word.Split('=', 2)[0], known);
        return nearest is null ? $"{kind} '{word}'." : $"{kind} '{word}'. Did you mean '{nearest}'?";
    }

    private static IEnumerable<string> OptionsOf(CommandResult result)
    {
        IEnumerable<Option> options = result.Command.Options;
        for (SymbolResult? parent = result.Parent; parent is CommandResult outer; parent = outer.Parent)
        {
            options = options.Concat(outer.Command.Options.Where(option => option.Recursive));
        }

        return options.Select(option => option.Name);
    }

    private static string Sentence(string message) => message.EndsWith('.') || message.EndsWith('?') ? message : message + ".";
}
