using System.Collections.Concurrent;

namespace SendFlowr.Simulation.Requests;

/// <summary>How many revisions of each state all runs together recorded: a script that never suppresses shows nothing about suppression. Thread-safe.</summary>
internal sealed class RequestTally
{
    private readonly ConcurrentDictionary<string, long> _counts = new(StringComparer.Ordinal);

    public long this[string state] => _counts.GetValueOrDefault(state);

    public void Add(string state) => _counts.AddOrUpdate(state, 1, (_, count) => count + 1);

    public override string ToString() => string.Join(", ", _counts.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Value} {pair.Key}"));
}
