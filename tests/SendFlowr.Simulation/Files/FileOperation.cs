namespace SendFlowr.Simulation.Files;

/// <summary>Operations of the simulated file system at which something can go wrong.</summary>
public enum FileOperation
{
    Create,
    Open,
    Read,
    Write,
    Truncate,
    Sync,
    Rename,
    Delete,
    SyncDirectory,
}
