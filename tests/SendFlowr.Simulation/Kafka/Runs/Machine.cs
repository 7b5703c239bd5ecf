using SendFlowr.Simulation.Files;
using SendFlowr.Simulation.Kafka.Clients;
using SendFlowr.Streams.Kafka.Standby;
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

    /// <summary>What follows the tasks of others; null while it is down, and where nothing is followed.</summary>
    public StandbyTasks? Standbys { get; set; }

    /// <summary>Its standbys are in the middle of a turn; the worker is another thread.</summary>
    public bool IsFollowing { get; set; }

    /// <summary>Its worker is in the middle of a turn.</summary>
    public bool IsBusy { get; set; }

    public long RestartMilliseconds { get; set; }

    /// <summary>The worker is gone, with all it had in memory.</summary>
    public void Stop(bool losesPower)
    {
        if (Process is { } process)
        {
            process.IsDead = true;
        }

        Process = null;
        Worker = null;
        Standbys = null;
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
