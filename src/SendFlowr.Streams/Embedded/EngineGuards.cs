namespace SendFlowr.Streams.Embedded;

/// <summary>
/// The guards that make the engine exact, each of which the simulation can take away to show that it would notice.
/// All are on; the public surface cannot change them.
/// </summary>
internal sealed record EngineGuards
{
    public static EngineGuards All { get; } = new();

    /// <summary>A sync reaches the disk before anything is answered.</summary>
    public bool SyncBeforeAnswer { get; init; } = true;

    /// <summary>A frame counts only with the right checksum.</summary>
    public bool FrameChecksum { get; init; } = true;

    /// <summary>An aborted transaction leaves no row behind.</summary>
    public bool DropOverlayOnAbort { get; init; } = true;

    /// <summary>A snapshot holds synced state only.</summary>
    public bool SnapshotAfterSync { get; init; } = true;

    /// <summary>A snapshot counts only with the right checksum.</summary>
    public bool SnapshotChecksum { get; init; } = true;

    /// <summary>A snapshot's bytes are synced before it gets its name.</summary>
    public bool SyncSnapshotBeforeRename { get; init; } = true;

    /// <summary>What lies behind a torn frame is cut off.</summary>
    public bool CutTornTail { get; init; } = true;
}
