namespace SendFlowr.Simulation.Files;

/// <summary>What goes wrong next. Counters count down to the operation that fails; 0 is never.</summary>
public sealed class FaultPlan
{
    /// <summary>Kind of operation that <see cref="CrashIn"/> counts; null counts all.</summary>
    public FileOperation? CrashKind { get; set; }

    /// <summary>The operation of that kind, counted from 1, during which the machine crashes.</summary>
    public int CrashIn { get; set; }

    /// <summary>The write, counted from 1, that finds the disk full.</summary>
    public int FullIn { get; set; }

    /// <summary>How many writes fail from then on.</summary>
    public int FullWrites { get; set; }

    /// <summary>The sync of a file or directory, counted from 1, that fails.</summary>
    public int SyncFailsIn { get; set; }

    public void Clear()
    {
        CrashKind = null;
        CrashIn = 0;
        FullIn = 0;
        FullWrites = 0;
        SyncFailsIn = 0;
    }

    internal bool CrashesNow(FileOperation kind) => (CrashKind is null || CrashKind == kind) && CrashIn > 0 && --CrashIn == 0;

    internal bool FailsSyncNow() => SyncFailsIn > 0 && --SyncFailsIn == 0;

    internal bool IsFullNow()
    {
        if (FullIn > 1)
        {
            FullIn--;
            return false;
        }

        if (FullIn == 1 && FullWrites > 0)
        {
            FullWrites--;
            return true;
        }

        return false;
    }
}
