namespace SendFlowr.Streams.Embedded;

/// <summary>What one step did. Immutable.</summary>
/// <param name="Records">Records processed, of all sources.</param>
/// <param name="RecordsBySource">The same by topology and source; sources that had none are left out.</param>
/// <param name="Outputs">Records sent to topics.</param>
/// <param name="ChangelogRows">Rows written or deleted.</param>
/// <param name="FrameBytes">Length of the frame appended; 0 when there was nothing to write.</param>
/// <param name="Punctuations">Tasks whose punctuation ran.</param>
/// <param name="Idle">Nothing waits any more: another step at the same time would do nothing.</param>
public sealed record StepResult(
    long Records,
    IReadOnlyList<SourceCount> RecordsBySource,
    long Outputs,
    long ChangelogRows,
    long FrameBytes,
    int Punctuations,
    bool Idle)
{
    /// <summary>Adds up what the tasks of a step did; whether it leaves anything is not known yet.</summary>
    internal static StepResult Of(IReadOnlyList<EngineTask> tasks, long frameBytes)
    {
        var bySource = new Dictionary<(string Topology, string Source), long>();
        long outputs = 0;
        long rows = 0;
        long records = 0;
        int punctuations = 0;
        foreach (EngineTask task in tasks)
        {
            outputs += task.Task.Buffer.Records;
            rows += task.ChangelogRows;
            records += task.Records;
            punctuations += task.HasPunctuated ? 1 : 0;
            for (int source = 0; source < task.RecordsBySource.Count; source++)
            {
                if (task.RecordsBySource[source] > 0)
                {
                    (string, string) name = (task.Task.Topology.Name, task.Task.Topology.Sources[source].Name);
                    bySource[name] = bySource.GetValueOrDefault(name) + task.RecordsBySource[source];
                }
            }
        }

        SourceCount[] counts = [.. bySource.Select(entry => new SourceCount(entry.Key.Topology, entry.Key.Source, entry.Value))];
        return new StepResult(records, counts, outputs, rows, frameBytes, punctuations, Idle: false);
    }

    /// <summary>Both together; <see cref="Idle"/> is the later one's.</summary>
    internal StepResult Plus(StepResult later) => new(
        Records + later.Records,
        [.. RecordsBySource.Concat(later.RecordsBySource)
            .GroupBy(count => (count.Topology, count.Source))
            .Select(group => new SourceCount(group.Key.Topology, group.Key.Source, group.Sum(count => count.Records)))],
        Outputs + later.Outputs,
        ChangelogRows + later.ChangelogRows,
        FrameBytes + later.FrameBytes,
        Punctuations + later.Punctuations,
        later.Idle);
}

/// <summary>Records processed of one source, over all tasks of the topology.</summary>
public readonly record struct SourceCount(string Topology, string Source, long Records);
