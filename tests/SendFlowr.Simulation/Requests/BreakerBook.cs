namespace SendFlowr.Simulation.Requests;

/// <summary>The contract's table of breakers, read slowly: whether a person may be mailed on a channel at an instant, given some signals.</summary>
internal sealed class BreakerBook
{
    private const long Hour = 3_600_000;

    private readonly ILookup<int, (ScriptedSignal Signal, LogPlace Place)> _byPerson;

    /// <param name="signals">Of the script.</param>
    /// <param name="places">Where each event id first stands in the log; those that are missing never came.</param>
    public BreakerBook(IEnumerable<ScriptedSignal> signals, IReadOnlyDictionary<string, LogPlace> places) => _byPerson = signals
        .Where(signal => places.ContainsKey(signal.EventId))
        .ToLookup(signal => signal.Person, signal => (signal, places[signal.EventId]));

    /// <summary>The signals of a person that stood in the log before a position.</summary>
    public ScriptedSignal[] Before(int person, long position) =>
        [.. _byPerson[person].Where(entry => entry.Place.Position < position).Select(entry => entry.Signal)];

    /// <summary>The same, of which only the first one was read, the first two, and so on: all that may have been known by then.</summary>
    public IEnumerable<ScriptedSignal[]> ReadBy(int person, long position)
    {
        ScriptedSignal[] read =
            [.. _byPerson[person].Where(entry => entry.Place.Position <= position).OrderBy(entry => entry.Place.Offset).Select(entry => entry.Signal)];
        return Enumerable.Range(1, read.Length).Select(count => read[..count]);
    }

    /// <summary>The signal that forbids a send; null when none does.</summary>
    /// <param name="known">Signals of the person.</param>
    /// <param name="channel">The channel asked about.</param>
    /// <param name="at">The instant, epoch milliseconds.</param>
    /// <param name="now">When it was decided: a signal dated ahead holds from then on.</param>
    /// <param name="atLatest">Of several returns after a leaving the last one counts, not the first: only the newest is remembered.</param>
    public static string? Forbids(ScriptedSignal[] known, string channel, long at, long now, bool atLatest = false)
    {
        foreach (ScriptedSignal signal in known)
        {
            if (HoursOf(signal.Type) is { } hours && Math.Min(signal.At, now) <= at && at < signal.At + (hours * Hour))
            {
                return signal.Type;
            }
        }

        return HasLeft(known, channel, at, now, atLatest) ? $"unsubscribed of {channel}" : null;
    }

    /// <summary>Breakers of the whole person.</summary>
    private static int? HoursOf(string type) => type switch
    {
        "ticket_created" or "complaint" or "survey_negative" => 48,
        "payment_failed" => 24,
        "unsubscribe_request" => 168,
        _ => null,
    };

    /// <summary>Off a channel since the newest leaving, until a return after it.</summary>
    private static bool HasLeft(ScriptedSignal[] known, string channel, long at, long now, bool atLatest)
    {
        long[] left = [.. Of(known, "unsubscribed", channel), .. Of(known, "unsubscribe_request", channel)];
        if (left.Length == 0)
        {
            return false;
        }

        long newest = left.Max();
        long[] back = [.. Of(known, "subscribed", channel).Where(time => time > newest)];
        return Math.Min(newest, now) <= at && (back.Length == 0 || at < (atLatest ? back.Max() : back.Min()));
    }

    private static IEnumerable<long> Of(ScriptedSignal[] known, string type, string channel) =>
        known.Where(signal => signal.Type == type && signal.Channel == channel).Select(signal => signal.At);
}

/// <summary>Where a record stands: position of its frame in the log, and offset in its partition.</summary>
internal readonly record struct LogPlace(long Position, long Offset);
