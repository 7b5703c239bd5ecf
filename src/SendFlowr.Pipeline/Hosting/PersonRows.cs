namespace SendFlowr.Pipeline.Hosting;

/// <summary>What is known of a person. Immutable as long as nobody writes to the rows.</summary>
/// <param name="Timing">The timing row; empty when nothing is known.</param>
/// <param name="Signals">The signal row; empty when there are no signals.</param>
/// <param name="Standing">How fresh they are.</param>
public readonly record struct PersonRows(byte[] Timing, byte[] Signals, RowStanding Standing);

/// <summary>A row of a task. Immutable as long as nobody writes to it.</summary>
/// <param name="Bytes">The row; null when there is none.</param>
/// <param name="Standing">How fresh it is.</param>
public readonly record struct TaskRow(byte[]? Bytes, RowStanding Standing);
