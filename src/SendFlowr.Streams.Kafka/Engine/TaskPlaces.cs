using SendFlowr.Streams.Kafka.Metrics;
using SendFlowr.Streams.Kafka.Standby;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>Describes the tasks of workers and standbys. Any thread.</summary>
internal static class TaskPlaces
{
    /// <summary>Those of a worker.</summary>
    public static IEnumerable<TaskPlace> Of(StreamWorker worker, int number, InputLag lag)
    {
        string state = NameOf(worker.State);
        return worker.All.Where(task => task.Feed is null).Select(task => new TaskPlace(task.Task.Id, number, state)
        {
            RecordsBehind = lag.Of(task),
            Restored = task.Restored,
            ToRestore = task.ToRestore,
        });
    }

    /// <summary>The standbys, if any are kept.</summary>
    public static IEnumerable<TaskPlace> Of(StandbyTasks? standbys, long nowMilliseconds) => (standbys?.All ?? []).Select(followed =>
    {
        StandbyLag lag = followed.LagAt(nowMilliseconds);
        return new TaskPlace(followed.Id, -1, "following") { RecordsBehind = lag.Records, MillisecondsBehind = lag.Milliseconds };
    });

    private static string NameOf(WorkerState state) => state switch
    {
        WorkerState.Joining => "joining",
        WorkerState.Restoring => "restoring",
        WorkerState.Running => "running",
        WorkerState.Closed => "closed",
        _ => "failed",
    };
}
