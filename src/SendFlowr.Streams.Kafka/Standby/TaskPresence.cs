namespace SendFlowr.Streams.Kafka.Standby;

/// <summary>What a worker of this instance has of a task.</summary>
internal enum TaskPresence
{
    /// <summary>Nothing: the task is somebody else's, or nobody's.</summary>
    Absent,

    /// <summary>It was given the task and has no rows yet: it may still take those of a standby over.</summary>
    Assigned,

    /// <summary>It has the task's rows, whether it runs or not.</summary>
    WithRows,
}
