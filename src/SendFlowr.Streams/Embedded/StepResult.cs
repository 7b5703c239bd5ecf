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
