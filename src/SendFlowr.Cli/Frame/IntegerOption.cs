using System.CommandLine;
using System.Globalization;

namespace SendFlowr.Cli.Frame;

/// <summary>Options that take a whole number within bounds.</summary>
internal static class IntegerOption
{
    /// <summary>An option with a default, whose bounds (inclusive) are part of the error text.</summary>
    public static Option<long> Create(string name, long byDefault, long min, long max) => new(name)
    {
        HelpName = "N",
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max)
            {
                return value;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from {min} to {max}, not '{text}'."));
            return byDefault;
        },
    };
}
