using System.Globalization;

namespace SendFlowr.Cli.Output;

/// <summary>How far a long work has come: a share done and a count of items, from which rate and time left follow.</summary>
/// <remarks>Written by the working thread, read by the display's; a reader may see the count of one report with the share of the next.</remarks>
internal sealed class ProgressMeter(string title, string unit, TimeProvider clock)
{
    private readonly long _started = clock.GetTimestamp();
    private long _items;
    private double _share;

    /// <summary>What is being done: <c>Reading clicks.csv</c>.</summary>
    public string Title { get; } = title;

    /// <summary>Called after each report; the display that prints lines hangs here.</summary>
    internal Action? Reported { get; set; }

    internal double Share => Volatile.Read(ref _share);

    internal TimeSpan Elapsed => clock.GetElapsedTime(_started);

    /// <summary>Tells the state of the work. Cheap enough for every batch, not meant for every record.</summary>
    /// <param name="done">Done so far, in any unit that grows evenly (bytes read, days).</param>
    /// <param name="total">All there is, in the same unit; 0 when unknown.</param>
    /// <param name="items">Items done so far, of the unit given to the meter.</param>
    public void Report(long done, long total, long items)
    {
        Volatile.Write(ref _items, items);
        Volatile.Write(ref _share, total > 0 ? Math.Clamp((double)done / total, 0, 1) : 0);
        Reported?.Invoke();
    }

    /// <summary><c>120,000 events, 60,000 events/s, 12 s left</c>.</summary>
    internal string Describe()
    {
        double seconds = Elapsed.TotalSeconds;
        long items = Volatile.Read(ref _items);
        double share = Share;
        string rate = seconds > 0 ? string.Create(CultureInfo.InvariantCulture, $", {items / seconds:#,0} {unit}/s") : "";
        string left = share is > 0 and < 1 ? $", {Format(TimeSpan.FromSeconds(seconds * (1 - share) / share))} left" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{items:#,0} {unit}{rate}{left}");
    }

    private static string Format(TimeSpan time) => time.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalMinutes):0} min");
}
