namespace SendFlowr.Pipeline.Bench;

/// <summary>Throughput of the full pipeline.</summary>
/// <param name="Events">Events processed.</param>
/// <param name="Seconds">From the first record read to the last commit on disk.</param>
/// <param name="CpuSeconds">Processor time of this process in that time.</param>
/// <param name="BytesPerPerson">Memory of the tables for each person.</param>
/// <param name="PeakRssMegabytes">Greatest resident memory of the process.</param>
/// <param name="LogBytesPerEvent">Bytes of log written for each event; null where the log is another's.</param>
/// <param name="NormalizeSeconds">Time to map the documents to events, before.</param>
public readonly record struct PipelineBenchResult(
    long Events,
    double Seconds,
    double CpuSeconds,
    double BytesPerPerson,
    double PeakRssMegabytes,
    double? LogBytesPerEvent,
    double NormalizeSeconds);
