namespace SendFlowr.Cli.Kafka;

/// <summary>What the restore benchmark measured. Immutable.</summary>
/// <param name="FromSnapshots">From the snapshots on disk and the rest of the changelogs.</param>
/// <param name="FromChangelogs">From the changelogs alone.</param>
internal sealed record KafkaRestoreResult(RestoreFigures FromSnapshots, RestoreFigures FromChangelogs);

/// <summary>One restore of all tasks. Immutable.</summary>
/// <param name="People">People in the tables afterwards.</param>
/// <param name="Seconds">From the assignment of the tasks until all of them run.</param>
/// <param name="CpuSeconds">Processor time of this process in that time.</param>
/// <param name="Records">Records of the changelogs that were read.</param>
/// <param name="TableBytes">Memory of all tables afterwards.</param>
internal sealed record RestoreFigures(long People, double Seconds, double CpuSeconds, long Records, long TableBytes);
