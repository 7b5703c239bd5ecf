using SendFlowr.Simulation.Kafka.Clients;
using SendFlowr.Simulation.Kafka.Cluster;

namespace SendFlowr.Simulation.Kafka.Runs;

/// <summary>Has processes die and be held up in their calls. While one is held up or waits, the others go on: on the same stack.</summary>
internal sealed class Interruptions(Timeline time, KafkaChances chances, Random random, Action actOfOthers) : IInterruptions
{
    private const int MaxDepth = 3;

    private int _depth;

    /// <summary>Nothing happens any more but waiting.</summary>
    public bool IsQuiet { get; set; }

    /// <summary>Nobody is held up for longer than its session, nor anywhere near.</summary>
    public bool AreShort { get; init; }

    public int Pauses { get; private set; }

    public void Before(SimulatedProcess process, PortCall call) => Interrupt(process, call);

    public void After(SimulatedProcess process, PortCall call) => Interrupt(process, call);

    public void LetTimePass(SimulatedProcess process, long milliseconds)
    {
        long end = time.NowMilliseconds + milliseconds;
        _depth++;
        while (time.NowMilliseconds < end)
        {
            time.Advance(Math.Min(end - time.NowMilliseconds, random.Next(1, 300)));
            if (_depth <= MaxDepth)
            {
                actOfOthers();
            }
        }

        _depth--;
    }

    private void Interrupt(SimulatedProcess process, PortCall call)
    {
        if (IsQuiet || process.IsDead)
        {
            return;
        }

        bool isOfCommit = call is PortCall.Flush or PortCall.SendOffsets or PortCall.Commit or PortCall.Abort or PortCall.InitTransactions
            or PortCall.Begin or PortCall.ListOffsets or PortCall.Committed;
        int draw = random.Next(1000);
        int crash = isOfCommit ? chances.CrashInCommit : chances.Crash;
        if (draw < crash)
        {
            process.IsDead = true;
            throw new CrashException($"Simulated: {process.Name} dies in {call}.");
        }

        if (draw < crash + (isOfCommit ? chances.PauseInCommit : chances.Pause))
        {
            Pause(process);
        }
    }

    private void Pause(SimulatedProcess process)
    {
        Pauses++;
        long milliseconds = random.Next(AreShort ? 2 : 5) switch
        {
            0 or 1 => random.Next(500),
            2 => random.Next(500, 6000),
            3 => random.Next(6000, 15_000),
            _ => random.Next(6000, 45_000),
        };

        // Stopped as a whole, or held up with its heartbeats going on.
        bool isStopped = random.Next(3) > 0;
        process.IsStopped = isStopped;
        LetTimePass(process, milliseconds);
        process.IsStopped = false;
    }
}
