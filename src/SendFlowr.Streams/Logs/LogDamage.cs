namespace SendFlowr.Streams.Logs;

/// <summary>The texts of <see cref="LogDamagedException"/>.</summary>
internal static class LogDamage
{
    public static LogDamagedException At(string path, long position, long byteInFile) => new(
        $"The log is damaged at position {position} (byte {byteInFile} of '{path}'): bytes that were safe on disk are wrong or missing. "
        + "Nothing was changed. Restore the data directory from a copy, or start a new one and ingest again.");

    public static LogDamagedException EndsBeforeSnapshot(string snapshot, long position, long end) => new(
        $"The log ends at position {end}, but the snapshot '{snapshot}' was made at position {position} of a log that was safe on disk: "
        + "its end is missing. Nothing else was changed. Restore the log files from a copy; or, to go on without what is lost, "
        + "remove that snapshot file and start again.");

    public static LogDamagedException NoSnapshot(string task, string directory, long start) => new(
        $"Task {task} cannot be restored: the log begins at position {start} and '{directory}' has no good snapshot of the task. "
        + "Restore the snapshot files from a copy, or start a new data directory and ingest again.");
}
