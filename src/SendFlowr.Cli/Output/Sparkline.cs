namespace SendFlowr.Cli.Output;

/// <summary>Draws a row of non-negative values as block characters of eight heights; the greatest value is a full block.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private static readonly string[] Weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>One character a value. All zero, or no value, gives the lowest block.</summary>
    public static string Of(ReadOnlySpan<double> values) => Of(values, Greatest(values));

    /// <summary>Seven lines, Monday first, each with the weekday and its 24 hours, all drawn to one scale.</summary>
    /// <param name="hours">168 values; index 0 is Monday 00:00 UTC.</param>
    public static IEnumerable<string> Week(double[] hours)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(hours.Length, 168);
        double greatest = Greatest(hours);
        return Enumerable.Range(0, 7).Select(day => $"{Weekdays[day]} {Of(hours.AsSpan(day * 24, 24), greatest)}");
    }

    private static string Of(ReadOnlySpan<double> values, double greatest)
    {
        Span<char> line = values.Length <= 512 ? stackalloc char[values.Length] : new char[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            double share = greatest > 0 ? values[i] / greatest : 0;
            line[i] = Blocks[Math.Clamp((int)Math.Round(share * (Blocks.Length - 1)), 0, Blocks.Length - 1)];
        }

        return new string(line);
    }

    private static double Greatest(ReadOnlySpan<double> values)
    {
        double greatest = 0;
        foreach (double value in values)
        {
            greatest = Math.Max(greatest, value);
        }

        return greatest;
    }
}
