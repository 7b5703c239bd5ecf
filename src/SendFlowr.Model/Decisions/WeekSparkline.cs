namespace SendFlowr.Model.Decisions;

/// <summary>A curve as a row of block characters for terminals.</summary>
/// <remarks>Eight heights from ▁ (nothing) to █ (the greatest value). Pure; safe for all threads.</remarks>
public static class WeekSparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";
    private const int HoursPerDay = 24;

    internal static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>One character a value, scaled to the greatest.</summary>
    /// <param name="values">Masses or densities, finite and not negative.</param>
    public static string Line(ReadOnlySpan<double> values) => Line(values, Greatest(values));

    /// <summary>Seven rows, <c>Mon ▁▂…</c> to <c>Sun ▁▂…</c>, one character an hour, all on one scale.</summary>
    /// <param name="hours">168 masses, the first of Monday 00:00.</param>
    /// <exception cref="ArgumentException">There are not 168.</exception>
    public static IReadOnlyList<string> Week(ReadOnlySpan<double> hours)
    {
        if (hours.Length != HoursPerDay * Days.Length)
        {
            throw new ArgumentException($"A week has {HoursPerDay * Days.Length} hours, not {hours.Length}.", nameof(hours));
        }

        double greatest = Greatest(hours);
        string[] rows = new string[Days.Length];
        for (int day = 0; day < rows.Length; day++)
        {
            rows[day] = $"{Days[day]} {Line(hours.Slice(day * HoursPerDay, HoursPerDay), greatest)}";
        }

        return rows;
    }

    private static double Greatest(ReadOnlySpan<double> values)
    {
        double greatest = 0;
        foreach (double value in values)
        {
            if (!(value >= 0 && double.IsFinite(value)))
            {
                throw new ArgumentException($"A curve has finite values of 0 or more, not {value}.", nameof(values));
            }

            greatest = Math.Max(greatest, value);
        }

        return greatest;
    }

    private static string Line(ReadOnlySpan<double> values, double greatest)
    {
        Span<char> line = values.Length <= 256 ? stackalloc char[values.Length] : new char[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int level = greatest > 0 ? (int)(values[i] / greatest * Blocks.Length) : 0;
            line[i] = Blocks[Math.Min(level, Blocks.Length - 1)];
        }

        return new string(line);
    }
}
