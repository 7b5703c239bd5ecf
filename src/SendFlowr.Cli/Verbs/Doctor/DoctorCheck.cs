namespace SendFlowr.Cli.Verbs.Doctor;

/// <summary>The outcome of one check. Immutable.</summary>
/// <param name="Name">What was looked at, a word or two.</param>
/// <param name="State">How it is.</param>
/// <param name="Detail">What was found.</param>
/// <param name="Fix">What to do; null when it is good.</param>
internal sealed record DoctorCheck(string Name, DoctorState State, string Detail, string? Fix)
{
    public static DoctorCheck Good(string name, string detail) => new(name, DoctorState.Good, detail, null);

    public static DoctorCheck Doubtful(string name, string detail, string fix) => new(name, DoctorState.Doubtful, detail, fix);

    public static DoctorCheck Wrong(string name, string detail, string fix) => new(name, DoctorState.Wrong, detail, fix);

    public static DoctorCheck Unreachable(string name, string detail, string fix) => new(name, DoctorState.Unreachable, detail, fix);
}

/// <summary>How something is that was checked.</summary>
internal enum DoctorState
{
    Good,

    /// <summary>It is as somebody set it, and works; most should have it otherwise.</summary>
    Doubtful,

    /// <summary>It is not as it must be.</summary>
    Wrong,

    /// <summary>A server that is needed cannot be reached.</summary>
    Unreachable,
}
