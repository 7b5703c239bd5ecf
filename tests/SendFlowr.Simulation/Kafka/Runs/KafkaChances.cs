using SendFlowr.Simulation.Kafka.Cluster;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>How often what happens in one run; drawn anew for each, so that runs differ in kind. Numbers are out of 1000, of a step or a call.</summary>
internal sealed record KafkaChances
{
    public required int Send { get; init; }

    /// <summary>A worker dies in a call, before or after its effect.</summary>
    public required int Crash { get; init; }

    /// <summary>The same in the calls that a commit is made of.</summary>
    public required int CrashInCommit { get; init; }

    /// <summary>A worker is held up in a call: for moments, or longer than its session.</summary>
    public required int Pause { get; init; }

    /// <summary>The same in the calls that a commit is made of.</summary>
    public required int PauseInCommit { get; init; }

    /// <summary>Instances join, leave, are doubled.</summary>
    public required int Change { get; init; }

    /// <summary>A processor throws in a turn.</summary>
    public required int ProcessorFault { get; init; }

    /// <summary>A request meets another fate than being answered.</summary>
    public required int Wire { get; init; }

    /// <summary>A marker takes long.</summary>
    public required int SlowMarker { get; init; }

    public required int MaxTickMilliseconds { get; init; }

    public static KafkaChances Draw(Random random) => new()
    {
        Send = random.Next(50, 300),
        Crash = random.Next(3) * random.Next(4),
        CrashInCommit = random.Next(3) * random.Next(15),
        Pause = random.Next(3) * random.Next(3),
        PauseInCommit = random.Next(3) * random.Next(20),
        Change = random.Next(15),
        ProcessorFault = random.Next(3) * random.Next(10),
        Wire = random.Next(3) * random.Next(30),
        SlowMarker = random.Next(3) * random.Next(150),
        MaxTickMilliseconds = random.Next(20, 300),
    };

    public Fate DrawFate(Random random) => random.Next(1000) >= Wire ? Fate.Answered : (Fate)random.Next(1, Enum.GetValues<Fate>().Length);

    public long DrawMarkerDelay(Random random) => random.Next(1000) < SlowMarker ? random.Next(100, 4000) : random.Next(20);
}
