namespace SendFlowr.Streams.Tasks;

/// <summary>The part of a task's committed state that is not in tables. Moves with a transaction, and back with its abort.</summary>
internal sealed class TaskState(int sources)
{
    /// <summary>Offset after the last processed record, by source; 0 before the first.</summary>
    public long[] Positions { get; } = new long[sources];

    /// <summary>Greatest timestamp processed; −1 before the first record.</summary>
    public long StreamTime { get; set; } = -1;

    /// <summary>Time of the last punctuation; null before the first.</summary>
    public long? LastPunctuation { get; set; }

    public void CopyTo(TaskState other)
    {
        Positions.CopyTo(other.Positions, 0);
        other.StreamTime = StreamTime;
        other.LastPunctuation = LastPunctuation;
    }
}
