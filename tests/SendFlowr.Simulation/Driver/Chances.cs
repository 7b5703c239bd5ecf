namespace SendFlowr.Simulation.Driver;

/// <summary>How often what happens in one run; drawn anew for each, so that runs differ in kind. Thresholds out of 100, each above the last.</summary>
internal sealed record Chances(int Send, int Sync, int Snapshot, int Stop, int Fault, int MaxTick, int MaxCrashes)
{
    public static Chances Draw(Random random)
    {
        int send = random.Next(15, 45);
        int sync = send + random.Next(2, 20);
        int snapshot = sync + random.Next(0, 4);
        int stop = snapshot + random.Next(0, 2);
        return new Chances(send, sync, snapshot, stop, Fault: random.Next(0, 8), MaxTick: random.Next(1, 900), MaxCrashes: random.Next(0, 9));
    }
}
