using SendFlowr.Streams.Embedded;
using SendFlowr.Streams.Topologies;

namespace SendFlowr.Simulation.Driver;

/// <summary>Finds what is wrong with the end of a disturbed run, given the end of an undisturbed one; nothing when all is well.</summary>
public delegate IEnumerable<string> Auditor(SimulationOutcome disturbed, SimulationOutcome undisturbed);

/// <summary>What to simulate.</summary>
public sealed record SimulationPlan
{
    public required IReadOnlyList<Topology> Topologies { get; init; }

    public required IReadOnlyList<TopicSettings> Topics { get; init; }

    public required IReadOnlyList<ScriptRecord> Script { get; init; }

    public required Auditor Auditor { get; init; }

    /// <summary>
    /// Whether the sender of a topic may send again what was not acknowledged though it survived; the topologies must then recognise it.
    /// </summary>
    public bool MaySendTwice { get; init; }

    /// <summary>What the clock says at the beginning, in milliseconds since 1970.</summary>
    public long StartMilliseconds { get; init; } = 1_000_000;

    /// <summary>
    /// What somebody outside may do at any time and any number of times (the engine, the clock) without a change to how runs end. Only
    /// disturbed runs do it.
    /// </summary>
    public Action<EmbeddedEngine, long>? Nudge { get; init; }

    /// <summary>What is done once at the end of every run, when all input has been processed and nothing fails any more.</summary>
    public Action<EmbeddedEngine, long>? Conclude { get; init; }

    /// <summary>Typical bytes of a segment and of log between snapshots; runs draw from a quarter to four times of it.</summary>
    public int LogBytes { get; init; } = 16 << 10;

    /// <summary>Topics whose records are kept in every run, since the auditor reads them.</summary>
    public IReadOnlyList<string> KeptTopics { get; init; } = [];

    /// <summary>Topics of the script that topologies write to as well: what was not acknowledged is always sent again there.</summary>
    public IReadOnlyList<string> SharedTopics { get; init; } = [];

    /// <summary>How much faster than usual the clock goes, 1 or more.</summary>
    public int ClockFactor { get; init; } = 1;

    /// <summary>Most records of a batch and of a task's part of a step; runs draw from 1 on.</summary>
    public int MaxBatch { get; init; } = 20;
}
