using System.CommandLine;
using System.Globalization;

namespace SendFlowr.Cli.Frame;

/// <summary>Options that take a whole number within bounds.</summary>
internal static class IntegerOption
{
    /// <summary>An option with a default, whose bounds (inclusive) and step are part of the error text.</summary>
    public static Option<long> Create(string name, long byDefault, long min, long max, long multipleOf = 1) => new(name)
    {
        HelpName = "N",
        DefaultValueFactory = _ => byDefault,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= min && value <= max && value % multipleOf == 0)
            {
                return value;
            }

            string step = multipleOf == 1 ? "whole number" : string.Create(CultureInfo.InvariantCulture, $"multiple of {multipleOf}");
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a {step} from {min} to {max}, not '{text}'."));
            return byDefault;
        },
    };
}
