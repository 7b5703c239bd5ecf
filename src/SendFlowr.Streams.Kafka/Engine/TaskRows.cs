using SendFlowr.Streams.Tables;

namespace SendFlowr.Streams.Kafka.Engine;

/// <summary>Rows of a task as this instance has them. Immutable; the table behind it goes on changing.</summary>
/// <param name="Table">The committed rows.</param>
/// <param name="IsActive">The task runs here, and its worker has been seen at work within its session: nobody else can have newer rows.</param>
/// <param name="RecordsBehind">Offsets of the changelog that the rows may lack, as of a second ago; 0 for active rows, and when it is not known.</param>
/// <param name="MillisecondsBehind">0 when nothing is missing; else since when changes may be, in milliseconds.</param>
public readonly record struct TaskRows(IReadOnlyTable Table, bool IsActive, long RecordsBehind, long MillisecondsBehind);
