namespace SendFlowr.Streams.Kafka.Standby;

/// <summary>How far a standby is behind the task it stands by for.</summary>
/// <param name="Records">Offsets of the changelog between what it has applied and the high watermark, as it was up to a second ago.</param>
/// <param name="Milliseconds">0 when it has everything; else the time since which rows may be missing.</param>
internal readonly record struct StandbyLag(long Records, long Milliseconds);
