namespace SendFlowr.Model.Events;

/// <summary>Whether a machine, not the person, caused an open or a click. The default is <see cref="None"/>.</summary>
public enum MachineFlag
{
    /// <summary>No sign of a machine.</summary>
    None = 0,

    /// <summary>A mail-privacy proxy or client that loads every image.</summary>
    Prefetch = 1,

    /// <summary>A security scanner that follows links.</summary>
    Scanner = 2,
}
