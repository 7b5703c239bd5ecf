using SendFlowr.Simulation.Files;
using SendFlowr.Simulation.Kafka.Clients;
using SendFlowr.Streams.Kafka.Workers;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>Where one instance runs: its disk stays when its worker dies.</summary>
internal sealed class Machine(string instance, int seed, long skewMilliseconds)
{
    /// <summary>Name of the instance; two machines have the same while one believes the other dead.</summary>
    public string Instance { get; } = instance;

    public SimulatedFileSystem Files { get; } = new(seed);

    /// <summary>How much its clock is ahead of the cluster's.</summary>
    public long SkewMilliseconds { get; set; } = skewMilliseconds;

    public SimulatedProcess? Process { get; set; }

    /// <summary>Null while it is down.</summary>
    public StreamWorker? Worker { get; set; }

    /// <summary>Its worker is in the middle of a turn.</summary>
    public bool IsBusy { get; set; }

    public long RestartMilliseconds { get; set; }

    /// <summary>The worker is gone, with all it had in memory.</summary>
    public void Stop(bool losesPower)
    {
        Process!.IsDead = true;
        Process = null;
        Worker = null;
        if (losesPower)
        {
            Files.Crash();
        }
        else
        {
            Files.Kill();
        }
    }
}
