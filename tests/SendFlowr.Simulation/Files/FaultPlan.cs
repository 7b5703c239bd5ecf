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

    /// <summary>Plans a crash, and sometimes a full disk or a failing sync before it.</summary>
    public void Draw(Random random)
    {
        CrashKind = random.Next(2) == 0 ? null : (FileOperation)random.Next(Enum.GetValues<FileOperation>().Length);
        CrashIn = CrashKind switch
        {
            null => random.Next(1, 200),
            FileOperation.Write or FileOperation.Sync or FileOperation.Read => random.Next(1, 40),
            _ => random.Next(1, 8),
        };
        if (random.Next(4) == 0)
        {
            FullIn = random.Next(1, 30);
            FullWrites = random.Next(1, 5);
        }

        if (random.Next(10) == 0)
        {
            SyncFailsIn = random.Next(1, 20);
        }
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
