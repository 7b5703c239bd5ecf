namespace SendFlowr.Cli.Frame;

/// <summary>What the process tells its caller. A contract with users' scripts: never renumber.</summary>
internal static class ExitCode
{
    /// <summary>Done. Dead letters alone are no failure, and "do not send" is an answer.</summary>
    public const int Done = 0;

    /// <summary>The work failed, or a check said no.</summary>
    public const int Failed = 1;

    /// <summary>Wrong usage: arguments, options, configuration, or a definition file.</summary>
    public const int Usage = 2;

    /// <summary>A server that is needed cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>Ended by Ctrl-C or a termination signal, after draining.</summary>
    public const int Interrupted = 130;
}
