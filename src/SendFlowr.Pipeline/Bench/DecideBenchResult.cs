namespace SendFlowr.Pipeline.Bench;

/// <summary>Speed of decisions in process, on one thread.</summary>
public readonly record struct DecideBenchResult
{
    /// <summary>People asked about.</summary>
    public required long People { get; init; }

    /// <summary>Engagements behind a decision, on average.</summary>
    public required double EventsPerPerson { get; init; }

    public required double OperationsPerSecond { get; init; }

    /// <summary>Median time of a decision.</summary>
    public required double MicrosecondsP50 { get; init; }

    public required double MicrosecondsP99 { get; init; }

    public required double MicrosecondsMax { get; init; }

    public required double BytesAllocatedPerOperation { get; init; }

    /// <summary>Where the time goes, measured in a pass of its own.</summary>
    public DecideStages Stages { get; init; }
}
