using System.CommandLine;

namespace SendFlowr.Cli.Frame;

/// <summary>Options that take one of a few words.</summary>
internal static class ChoiceOption
{
    /// <summary>An option whose first choice is the default; the error text names them all.</summary>
    public static Option<string> Create(string name, params string[] choices) => new(name)
    {
        HelpName = string.Join('|', choices),
        DefaultValueFactory = _ => choices[0],
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (!choices.Contains(text, StringComparer.Ordinal))
            {
                result.AddError($"{name} takes {string.Join(" or ", choices)}, not '{text}'.");
            }

            return text;
        },
    };
}
